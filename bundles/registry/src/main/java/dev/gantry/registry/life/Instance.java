package dev.gantry.registry.life;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.use.Served;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One object made by a contender, from the start of its init to the end of its close. Owned by the
/// registry's thread.
final class Instance {
  /// Never used twice.
  final long number;

  final Slot slot;
  final Contender contender;

  /// What it holds once.
  final Map<Requirement, Instance> bound;

  /// The edition of the slot that it was made for.
  final int edition;

  Meta.Told told = Meta.Told.NOTHING;
  Duration initTime = Duration.ZERO;

  /// Null until it is made.
  @Nullable Served served;

  /// How many instances hold it once and are not closed.
  int dependants;

  /// Whether its result is unwanted though its init still runs.
  boolean dropped;

  /// Whether it must close before anything can replace it.
  boolean condemned;

  boolean drained;
  boolean closing;
  @Nullable Future<?> drainTimer;

  Instance(long number, Slot slot, Verdict.Make wanted) {
    this.number = number;
    this.slot = slot;
    this.contender = wanted.contender();
    this.bound = Map.copyOf(wanted.bound());
    this.edition = wanted.edition();
  }

  /// Whether it is what a verdict asks for.
  boolean is(Verdict.Make wanted) {
    return !condemned
        && contender == wanted.contender()
        && edition == wanted.edition()
        && bound.equals(wanted.bound());
  }

  List<Long> boundNumbers() {
    return numbers(bound);
  }

  static List<Long> numbers(Map<Requirement, Instance> bound) {
    return bound.values().stream().map(instance -> instance.number).sorted().toList();
  }
}
