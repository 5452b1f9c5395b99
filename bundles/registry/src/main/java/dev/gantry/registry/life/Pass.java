package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.life.Verdict.Make;
import dev.gantry.registry.life.Verdict.Rest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Brings what is to what should be, one plugin after the other, until nothing moves any more.
final class Pass {
  /// Inits at a time: enough to use a second core while the daemon starts.
  private static final int PARALLEL = 2;

  private final Table table;
  private final Judge judge;
  private final Order order;
  private final Maker maker;
  private final Closer closer;
  private final Presenter presenter;

  /// Those that wait until fewer inits run.
  private final Set<Slot> starved = new HashSet<>();

  Pass(Table table, Order order, Maker maker, Closer closer, Presenter presenter) {
    this.table = table;
    this.judge = new Judge(table);
    this.order = order;
    this.maker = maker;
    this.closer = closer;
    this.presenter = presenter;
  }

  /// Looks at all that are due, and at those that follow from them.
  ///
  /// @return whom it looked at
  Set<Slot> run() {
    Set<Slot> seen = new LinkedHashSet<>();
    do {
      feed();
      while (sweep(seen)) {}
    } while (maker.running() < PARALLEL && !starved.isEmpty());
    if (table.stopping) {
      closeLast(seen);
    }
    return seen;
  }

  /// Lets one that waited for others try again.
  private void feed() {
    if (maker.running() < PARALLEL) {
      starved.stream()
          .min(Comparator.comparingInt(slot -> slot.position))
          .ifPresent(
              slot -> {
                starved.remove(slot);
                slot.due = true;
              });
    }
  }

  private boolean sweep(Set<Slot> seen) {
    boolean any = false;
    for (Slot slot : order.slots()) {
      if (slot.due) {
        slot.due = false;
        any = true;
        seen.add(slot);
        Slot.Mark before = slot.mark();
        step(slot);
        if (!before.equals(slot.mark())) {
          slot.due = true;
          slot.dependants.forEach(dependant -> dependant.due = true);
        }
      }
    }
    return any;
  }

  private void step(Slot slot) {
    slot.verdict = judge.judge(slot);
    switch (slot.verdict) {
      case Make make -> make(slot, make);
      case Rest rest -> rest(slot, rest);
    }
    slot.busy = isBusy(slot);
    presenter.present(slot);
    for (Instance old : List.copyOf(slot.retiring)) {
      old.condemned |= old.contender.gone || slot.disabled;
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
    } else {
      starved.add(slot);
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
    presenter.present(slot); // Before users are counted out, so that new ones are led elsewhere.
    closer.retire(instance);
  }

  /// Puts a new instance into service.
  void install(Instance instance) {
    Slot slot = instance.slot;
    Instance before = slot.live;
    slot.live = instance;
    presenter.present(slot);
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

  /// When the daemon stops: one after the other, what was made last is closed first.
  private void closeLast(Set<Slot> seen) {
    boolean moving = table.slots().stream().anyMatch(slot -> isMoving(slot));
    List<Slot> slots = order.slots();
    for (int i = slots.size() - 1; i >= 0 && !moving; i--) {
      Slot slot = slots.get(i);
      if (slot.live != null) {
        retire(slot, slot.live);
        seen.add(slot);
        moving = true;
      }
    }
  }

  private boolean isMoving(Slot slot) {
    return !slot.retiring.isEmpty() || (slot.next != null && !table.hurried);
  }
}
