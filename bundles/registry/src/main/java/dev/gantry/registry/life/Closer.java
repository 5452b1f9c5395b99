package dev.gantry.registry.life;

import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.loop.Outcome;
import dev.gantry.registry.use.Served;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes instances out of service: waits for their users, closes them, lets go of what they held.
final class Closer {
  private static final System.Logger LOG = System.getLogger(Closer.class.getName());

  private final Table table;
  private final Loop loop;
  private final Consumer<Slot> changed;

  /// @param changed told of whom to look at again
  Closer(Table table, Loop loop, Consumer<Slot> changed) {
    this.table = table;
    this.loop = loop;
    this.changed = changed;
  }

  /// Begins; by now the port must lead elsewhere.
  void retire(Instance instance) {
    instance.slot.retiring.add(instance);
    Served served = instance.served;
    if (served == null) {
      throw new IllegalStateException(instance.slot.uri + " was not made yet");
    }
    instance.drainTimer = loop.after(table.settings.drain(), () -> expire(instance, served));
    var _ = served.shut().thenRun(() -> loop.post(() -> drained(instance)));
  }

  /// Closes what nobody holds any more.
  void proceed(Instance instance) {
    if (!instance.drained || instance.dependants > 0 || instance.closing) {
      return;
    }
    instance.closing = true;
    if (instance.served != null && instance.served.object() instanceof AutoCloseable object) {
      loop.call(
          table.settings.drain(),
          () -> close(object),
          outcome -> closed(instance, outcome),
          outcome -> report(instance, outcome, "late "));
    } else {
      release(instance);
    }
  }

  /// Closes an object that never was in service.
  void discard(Slot slot, @Nullable Object object) {
    if (object instanceof AutoCloseable closeable) {
      loop.call("close of an unwanted instance of " + slot.uri, () -> close(closeable));
    }
  }

  /// Lets go of what an instance holds, and of the instance.
  void release(Instance instance) {
    if (instance.served != null) {
      instance.served.forget();
    }
    for (Instance other : instance.bound.values()) {
      other.dependants--;
      changed.accept(other.slot);
    }
    instance.slot.retiring.remove(instance);
    instance.contender.open--;
    settle(instance.contender);
    changed.accept(instance.slot);
  }

  /// Ends a contender that is gone once nothing of it is in use.
  void settle(Contender contender) {
    if (contender.gone && contender.open == 0 && !contender.ended.isDone()) {
      if (contender.asked) {
        loop.call("release of a registration", contender.candidate().source()::release);
      }
      contender.ended.complete(null);
    }
  }

  private void drained(Instance instance) {
    if (instance.drainTimer != null) {
      instance.drainTimer.cancel(false);
    }
    instance.drained = true;
    changed.accept(instance.slot);
  }

  private void expire(Instance instance, Served served) {
    if (!instance.drained) {
      LOG.log(
          Level.WARNING,
          "plugin={0} is closed though it is in use uses={1} waited={2}",
          instance.slot.uri,
          served.uses(),
          table.settings.drain());
      drained(instance);
    }
  }

  private void closed(Instance instance, Outcome<Void> outcome) {
    report(instance, outcome, "");
    release(instance);
  }

  private void report(Instance instance, Outcome<Void> outcome, String kind) {
    String uri = instance.slot.uri;
    switch (outcome) {
      case Outcome.Done<Void> _ -> LOG.log(Level.DEBUG, "plugin={0} {1}closed", uri, kind);
      case Outcome.Threw<Void>(Throwable cause) ->
          LOG.log(Level.WARNING, "plugin=" + uri + " " + kind + "close failed", cause);
      case Outcome.Late<Void>(String place) ->
          LOG.log(
              Level.WARNING,
              "plugin={0} close takes longer than {1} at=\"{2}\"",
              uri,
              table.settings.drain(),
              place);
    }
  }

  @SuppressWarnings("NullAway") // A close gives nothing.
  private static Void close(AutoCloseable object) {
    try {
      object.close();
      return null;
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // At the edge of the worker.
      throw new IllegalStateException(e);
    }
  }
}
