package dev.gantry.registry.life;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.life.Verdict.Make;
import dev.gantry.registry.life.Verdict.Rest;
import dev.gantry.registry.loop.Loop;
import java.time.Duration;
import java.util.List;

/// Brings what is to what should be, one plugin after the other, until nothing moves any more.
final class Pass {
  /// Inits at a time: enough to use a second core while the daemon starts.
  private static final int PARALLEL = 2;

  private final Table table;
  private final Judge judge;
  private final Order order;
  private final Maker maker;
  private final Closer closer;
  private final Loop loop;
  private final Runnable changed;

  Pass(Table table, Order order, Maker maker, Closer closer, Loop loop, Runnable changed) {
    this.table = table;
    this.judge = new Judge(table);
    this.order = order;
    this.maker = maker;
    this.closer = closer;
    this.loop = loop;
    this.changed = changed;
  }

  void run() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Slot slot : order.slots()) {
        List<Object> before = slot.mark();
        step(slot);
        moved |= !before.equals(slot.mark());
      }
    }
    if (table.stopping) {
      closeLast();
    }
  }

  private void step(Slot slot) {
    slot.verdict = judge.judge(slot);
    switch (slot.verdict) {
      case Make make -> make(slot, make);
      case Rest rest -> rest(slot, rest);
    }
    slot.busy = isBusy(slot);
    present(slot);
    for (Instance old : List.copyOf(slot.retiring)) {
      old.condemned |= old.contender.gone || table.isDisabled(slot);
      closer.proceed(old);
    }
  }

  private void make(Slot slot, Make wanted) {
    if (slot.next != null) {
      slot.next.dropped = !slot.next.is(wanted);
    } else if (slot.live == null) {
      start(slot, wanted);
    } else if (!slot.live.is(wanted)) {
      boolean together =
          isViable(slot.live)
              && !slot.live.contender.exclusive()
              && !wanted.contender().exclusive();
      if (together) {
        start(slot, wanted);
      } else {
        condemn(slot, slot.live);
      }
    }
  }

  private void rest(Slot slot, Rest rest) {
    if (slot.next != null) {
      slot.next.dropped = true;
    }
    boolean stays = rest.state() == State.WAITING && slot.live != null && isViable(slot.live);
    if (slot.live != null && !stays && !table.stopping) {
      condemn(slot, slot.live);
    }
  }

  private void start(Slot slot, Make wanted) {
    boolean occupied =
        slot.retiring.stream()
            .anyMatch(old -> old.contender.exclusive() || wanted.contender().exclusive());
    if (occupied) {
      slot.retiring.forEach(old -> old.condemned = true);
    } else if (maker.running() < PARALLEL) {
      maker.make(slot, wanted);
    }
  }

  /// Whether an instance can stay in service while another is made.
  private boolean isViable(Instance instance) {
    return !instance.condemned
        && !instance.contender.gone
        && instance.bound.values().stream().noneMatch(other -> other.condemned);
  }

  /// Takes an instance out of service as soon as none that holds it once is left. Until then calls
  /// go on, for the calls that hold up those may lead here.
  private void condemn(Slot slot, Instance instance) {
    instance.condemned = true;
    if (instance.dependants == 0) {
      retire(slot, instance);
    }
  }

  private void retire(Slot slot, Instance instance) {
    slot.live = null;
    slot.interrupted = true;
    present(slot); // Before users are counted out, so that new ones are led elsewhere.
    closer.retire(instance);
  }

  /// Puts a new instance into service.
  void install(Instance instance) {
    Slot slot = instance.slot;
    Instance before = slot.live;
    slot.live = instance;
    present(slot);
    if (before != null) {
      closer.retire(before);
    }
  }

  private static boolean isBusy(Slot slot) {
    return slot.next != null
        || switch (slot.verdict) {
          case Make wanted -> slot.live == null || !slot.live.is(wanted);
          case Rest rest -> rest.busy();
        };
  }

  /// Turns the ports to what there is.
  private void present(Slot slot) {
    boolean soon =
        switch (slot.verdict) {
          case Make _ -> true;
          case Rest rest -> rest.soon();
        };
    if (slot.up().isPresent()) {
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
      var _ = loop.after(hold.plusMillis(1), changed);
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

  /// When the daemon stops: one after the other, what was made last is closed first.
  private void closeLast() {
    boolean moving =
        table.slots().stream().anyMatch(slot -> slot.next != null || !slot.retiring.isEmpty());
    List<Slot> slots = order.slots();
    for (int i = slots.size() - 1; i >= 0 && !moving; i--) {
      Slot slot = slots.get(i);
      if (slot.live != null) {
        retire(slot, slot.live);
        moving = true;
      }
    }
  }
}
