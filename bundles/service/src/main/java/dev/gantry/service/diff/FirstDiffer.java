package dev.gantry.service.diff;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Asks the configured differs in their order until one can do what is asked.
final class FirstDiffer implements Differ {
  private final LiveSet<Differ> differs;
  private final DiffConfig config;

  FirstDiffer(LiveSet<Differ> differs, DiffConfig config) {
    this.differs = differs;
    this.config = config;
  }

  @Override
  public Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options) {
    Apply given = new Apply(options.payloads(), options.syncFs() || config.syncFs());
    return first(differ -> differ.apply(call, layer, mounts, given));
  }

  @Override
  public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
    return first(differ -> differ.compare(call, lower, upper, options));
  }

  private Descriptor first(Function<Differ, Descriptor> step) {
    GantryException unable = Fault.NOT_IMPLEMENTED.because("no differ is configured");
    String missing = null;
    for (String name : config.default_()) {
      Optional<Handle<Differ>> differ = differs.find(name);
      if (differ.isEmpty()) {
        missing = name;
        continue;
      }
      try {
        return differ.get().with(step);
      } catch (GantryException e) {
        if (e.fault() != Fault.NOT_IMPLEMENTED) {
          throw e;
        }
        unable = e;
      }
    }
    throw missing == null ? unable : notLoaded(missing);
  }

  /// One that may still come could have done it.
  private static GantryException notLoaded(String name) {
    return Fault.UNAVAILABLE.because("needed differ not loaded: " + name);
  }
}
