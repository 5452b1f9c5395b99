package dev.gantry.metadata.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.gc.Collection;
import dev.gantry.metadata.content.ContentParts;
import dev.gantry.metadata.ledger.Journal;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.snapshots.SnapshotParts;
import dev.gantry.store.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Runs collections, one at a time. See docs/gc.md.
public final class Collector {
  /// How many records one transaction forgets at most.
  private static final int BATCH = 50_000;

  private static final long LOOK_MILLIS = 100;

  private final Ledger ledger;
  private final InstantSource clock;
  private final SnapshotParts layers;
  private final ContentSweep content;
  private final SnapshotSweep snapshots;
  private final ReentrantLock turn = new ReentrantLock();

  public Collector(ContentParts blobs, SnapshotParts layers) {
    this.ledger = layers.ledger();
    this.clock = layers.clock();
    this.layers = layers;
    this.content = new ContentSweep(blobs);
    this.snapshots = new SnapshotSweep(layers);
  }

  /// Removes what nothing keeps; waits while another collection runs.
  public Collection collect(Call call) {
    takeTurn(call);
    try {
      return collect();
    } finally {
      turn.unlock();
    }
  }

  private void takeTurn(Call call) {
    try {
      while (!turn.tryLock(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        call.check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      call.check();
      turn.lock();
    }
  }

  private Collection collect() {
    long begun = System.nanoTime();
    Run run = new Run(clock.instant());
    try (Journal journal = ledger.journal()) {
      for (String namespace : journal.start().children(Layout.NAMESPACES)) {
        ledger.checkOpen();
        run.collect(journal, namespace);
      }
      journal.complete();
    }
    snapshots.run();
    content.run();
    return new Collection(
        Duration.ofNanos(run.paused), Duration.ofNanos(System.nanoTime() - begun), run.removed);
  }

  /// Waits until no collection runs.
  public void await() {
    takeTurn(Call.DAEMON);
    turn.unlock();
  }

  /// One collection's marking and forgetting.
  private final class Run {
    private final Instant now;
    private final Map<String, Integer> removed = new HashMap<>();
    private long paused;

    Run(Instant now) {
      this.now = now;
    }

    void collect(Journal journal, String namespace) {
      Marker marker = new Marker(namespace, now);
      marker.mark(journal.start());
      List<Key> garbage = marker.garbage();
      for (int from = 0; from < garbage.size(); from += BATCH) {
        List<Key> batch = garbage.subList(from, Math.min(from + BATCH, garbage.size()));
        forget(journal, namespace, marker, batch);
      }
    }

    private void forget(Journal journal, String namespace, Marker marker, List<Key> batch) {
      Map<String, Integer> counts =
          ledger.sweep(
              Call.DAEMON.in(namespace),
              edit -> {
                long begun = System.nanoTime();
                Removal removal = new Removal(layers);
                marker.remark(edit.reader(), journal.written());
                for (Key key : batch) {
                  if (!marker.isReached(key)) {
                    removal.remove(edit, key);
                  }
                }
                paused += System.nanoTime() - begun;
                return removal.counts();
              });
      counts.forEach((kind, n) -> removed.merge(kind, n, Integer::sum));
    }
  }
}
