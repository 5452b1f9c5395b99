package dev.gantry.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Plugins;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Has the metadata database collect when the [Schedule] says so, and for whoever waits.
final class Scheduler implements GarbageCollector, AutoCloseable {
  private static final Logger LOG = System.getLogger(Scheduler.class.getName());

  /// How often somebody who waits is asked whether it still does.
  private static final long PATIENCE_MILLIS = 100;

  private final Handle<MetadataDatabase> metadata;
  private final Alarm alarm;
  private final MetadataWatch watch;
  private final Call call = Call.DAEMON.with(this::checkOpen);
  // Guarded by this.
  private final Schedule schedule;
  private List<CompletableFuture<Collection>> waiting = new ArrayList<>();
  private OptionalLong set = OptionalLong.empty();
  private volatile boolean closed;

  Scheduler(GcConfig config, Handle<MetadataDatabase> metadata, Alarm alarm) {
    this.metadata = metadata;
    this.alarm = alarm;
    this.schedule = new Schedule(config, alarm.now());
    this.watch = new MetadataWatch(metadata, this::written);
  }

  void start(Plugins plugins) {
    synchronized (this) {
      setAlarm();
    }
    watch.start(plugins);
  }

  private synchronized void written(boolean deletions) {
    schedule.written(alarm.now(), deletions);
    setAlarm();
  }

  @Override
  public Collection collect(Call waiter) {
    CompletableFuture<Collection> result = request();
    while (true) {
      waiter.check();
      try {
        return result.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // Asked again whether it is still wanted.
      } catch (ExecutionException e) {
        throw e.getCause() instanceof GantryException fault
            ? fault
            : Fault.UNKNOWN.because("gc failed", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Fault.CANCELLED.because("wait for a collection was interrupted", e);
      }
    }
  }

  /// Completes with the next collection that begins after this.
  synchronized CompletableFuture<Collection> request() {
    CompletableFuture<Collection> result = new CompletableFuture<>();
    if (closed) {
      result.completeExceptionally(away());
    } else {
      waiting.add(result);
      schedule.requested(alarm.now());
      setAlarm();
    }
    return result;
  }

  private synchronized void setAlarm() {
    OptionalLong next = schedule.next();
    if (next.isPresent() && !next.equals(set)) {
      set = next;
      alarm.set(next.getAsLong(), this::ring);
    }
  }

  private void ring() {
    List<CompletableFuture<Collection>> served;
    synchronized (this) {
      set = OptionalLong.empty();
      if (closed) {
        return;
      } else if (!schedule.begin(alarm.now())) {
        setAlarm();
        return;
      }
      served = waiting;
      waiting = new ArrayList<>();
    }
    try {
      Collection collection = metadata.with(db -> db.collect(call));
      finish(() -> schedule.succeeded(alarm.now(), collection));
      served.forEach(waiter -> waiter.complete(collection));
      LOG.log(Level.DEBUG, () -> line(collection));
    } catch (RuntimeException | Error e) { // At the edge of the alarm's thread.
      finish(() -> schedule.failed(alarm.now()));
      served.forEach(waiter -> waiter.completeExceptionally(failure(e)));
      LOG.log(closed ? Level.DEBUG : Level.WARNING, "collection failed", e);
    }
  }

  private synchronized void finish(Runnable end) {
    end.run();
    setAlarm();
  }

  private static GantryException failure(Throwable e) {
    return e instanceof GantryException fault
        ? fault.during("gc failed")
        : Fault.UNKNOWN.because("gc failed: " + e, e);
  }

  private static String line(Collection collection) {
    return "collected removed=%s paused_ms=%d elapsed_ms=%d"
        .formatted(
            collection.removed(), collection.paused().toMillis(), collection.elapsed().toMillis());
  }

  private void checkOpen() {
    if (closed) {
      throw away();
    }
  }

  private static GantryException away() {
    return Fault.UNAVAILABLE.because("gc failed: the collector is closed");
  }

  /// Stops a running collection at its next look; whoever waits is told.
  @Override
  public void close() {
    List<CompletableFuture<Collection>> left;
    synchronized (this) {
      closed = true;
      left = waiting;
      waiting = new ArrayList<>();
    }
    watch.close();
    alarm.close();
    left.forEach(waiter -> waiter.completeExceptionally(away()));
  }
}
