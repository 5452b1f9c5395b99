package dev.gantry.registry.life;

import dev.gantry.api.errors.Fault;
import dev.gantry.registry.life.Verdict.Make;
import dev.gantry.registry.life.Verdict.Rest;
import dev.gantry.registry.loop.Loop;
import java.time.Duration;
import java.util.function.Consumer;

/// Turns the ports of a plugin to what there is of it.
final class Presenter {
  private final Table table;
  private final Loop loop;
  private final Consumer<Slot> changed;

  /// @param changed told of whom to look at again
  Presenter(Table table, Loop loop, Consumer<Slot> changed) {
    this.table = table;
    this.loop = loop;
    this.changed = changed;
  }

  /// Turns the ports to what there is.
  void present(Slot slot) {
    boolean soon =
        switch (slot.verdict) {
          case Make _ -> true;
          case Rest rest -> rest.soon();
        };
    if (slot.isUp()) {
      slot.interrupted = false;
      slot.holding = false;
    } else {
      slot.interrupted = soon && (slot.interrupted || slot.live != null);
    }
    if (turn(slot, soon)) {
      table.retarget(slot.type);
    }
  }

  private boolean turn(Slot slot, boolean soon) {
    if (slot.live != null && slot.live.served != null) {
      return slot.port.serve(slot.live.served);
    }
    if (soon) {
      return hold(slot);
    }
    slot.holding = false;
    return refuse(slot);
  }

  private boolean hold(Slot slot) {
    if (!slot.holding) {
      Duration hold = table.settings.hold();
      slot.holding = true;
      slot.heldUntil = System.nanoTime() + hold.toNanos();
      var _ = loop.after(hold.plusMillis(1), () -> changed.accept(slot));
    }
    String reason = Clerk.reason(slot);
    return System.nanoTime() - slot.heldUntil < 0
        ? slot.port.hold(reason, slot.heldUntil)
        : slot.port.refuse(Fault.UNAVAILABLE, reason);
  }

  private static boolean refuse(Slot slot) {
    if (slot.contenders.isEmpty()) {
      return slot.port.lose();
    }
    Fault fault =
        switch (Clerk.state(slot)) {
          case DISABLED, SKIPPED -> Fault.NOT_IMPLEMENTED;
          case WAITING, INITIALISING, READY, FAILED, CLOSING -> Fault.UNAVAILABLE;
        };
    return slot.port.refuse(fault, Clerk.reason(slot));
  }
}
