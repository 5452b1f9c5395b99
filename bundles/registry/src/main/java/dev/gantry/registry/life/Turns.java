package dev.gantry.registry.life;

import dev.gantry.api.plugin.Requirement.Hold;
import dev.gantry.registry.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Has changes that interrupt plugins take turns: one begins when those are back whom the one
/// before interrupted. So a series of changes without a pause holds callers no longer than one of
/// them does. Owned by the registry's thread.
final class Turns {
  private final Table table;
  private final Loop loop;
  private final Runnable plan;
  private final List<Turn> waiting = new ArrayList<>();

  /// @param plan asks for a pass
  Turns(Table table, Loop loop, Runnable plan) {
    this.table = table;
    this.loop = loop;
    this.plan = plan;
  }

  /// Makes a change after the next pass at the earliest, and after the time that callers are held
  /// at the latest.
  ///
  /// @param slot what it interrupts, besides those that hold it once
  void take(Slot slot, Runnable change) {
    Duration limit = table.settings.hold();
    waiting.add(new Turn(slot, System.nanoTime() + limit.toNanos(), change));
    var _ = loop.after(limit.plusMillis(1), plan);
  }

  /// Whether a change of a plugin waits for its turn.
  boolean hasToCome(Slot slot) {
    return waiting.stream().anyMatch(turn -> turn.slot == slot);
  }

  /// Makes the changes whose turn it is. After each pass, so that all plugins are judged.
  void proceed() {
    List<Turn> due = waiting.stream().filter(this::isDue).toList();
    if (!due.isEmpty()) {
      waiting.removeAll(due);
      due.forEach(turn -> turn.change.run());
      plan.run();
    }
  }

  private boolean isDue(Turn turn) {
    boolean late = System.nanoTime() - turn.deadline >= 0;
    return late || table.stopping || !isAwaited(turn.slot);
  }

  /// Whether a plugin, or one that a change of it interrupts, is on its way back.
  private static boolean isAwaited(Slot slot) {
    return (slot.interrupted && isComing(slot, new HashSet<>()))
        || isAwaitedAbove(slot, new HashSet<>());
  }

  private static boolean isAwaitedAbove(Slot slot, Set<Slot> seen) {
    for (Slot dependant : slot.dependants) {
      if (holdsOnce(dependant, slot) && seen.add(dependant)) {
        boolean served = dependant.interrupted || dependant.live != null;
        if ((served && isComing(dependant, new HashSet<>())) || isAwaitedAbove(dependant, seen)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether something happens that brings it back. One that waits for a bundle that is away is not
  /// on its way.
  private static boolean isComing(Slot slot, Set<Slot> seen) {
    return slot.busy
        || slot.required.entrySet().stream()
            .filter(required -> required.getKey().hold() == Hold.ONCE)
            .flatMap(required -> required.getValue().stream())
            .anyMatch(below -> below.interrupted && seen.add(below) && isComing(below, seen));
  }

  private static boolean holdsOnce(Slot dependant, Slot slot) {
    return dependant.required.entrySet().stream()
        .anyMatch(
            required ->
                required.getKey().hold() == Hold.ONCE && required.getValue().contains(slot));
  }

  /// A change that waits for its turn.
  ///
  /// @param deadline by the clock of `System.nanoTime`
  private record Turn(Slot slot, long deadline, Runnable change) {}
}
