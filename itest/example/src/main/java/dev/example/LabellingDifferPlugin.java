package dev.example;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.Platform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/// Registers a differ in front of Gantry's own: it labels every layer that it writes.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.DIFFER, id = "example")
public final class LabellingDifferPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.DIFFER, "walking"));
  }

  @Override
  public Object init(InitContext context) {
    context.meta().platform(Platform.host());
    return new LabellingDiffer(context.handle(PluginTypes.DIFFER, "walking", Differ.class));
  }

  private record LabellingDiffer(Handle<Differ> walking) implements Differ {
    @Override
    public Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options) {
      return walking.with(differ -> differ.apply(call, layer, mounts, options));
    }

    @Override
    public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
      Map<String, String> labels = new HashMap<>(options.labels());
      labels.put("dev.example/made-by", "the example");
      var labelled =
          new Compare(options.mediaType(), options.ref(), labels, options.sourceDateEpoch());
      return walking.with(differ -> differ.compare(call, lower, upper, labelled));
    }
  }
}
