package dev.gantry.gc;

import dev.gantry.api.gc.Collection;
import java.time.Duration;
import java.util.OptionalLong;

/// When the next collection is due, by nothing but what it is told and when. All times are
/// nanoseconds of one clock. Of one thread at a time.
///
/// A collection runs for the first time after the start, then when somebody waits for one, when
/// something was deleted, or when much was written. Between two there is at least the *interval*,
/// so that pauses stay within the configured share of time.
final class Schedule {
  /// Pauses count at least this much, or collections would follow each other at once.
  private static final long SHORTEST_PAUSE = Duration.ofMillis(5).toNanos();

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final GcConfig config;
  private final long delay;

  private OptionalLong next = OptionalLong.empty();
  private boolean running;

  /// Whether there was any collection, failed ones included.
  private boolean ran;

  private boolean asked;
  private boolean retry;
  private int deletions;
  private int mutations;

  /// What there was to do when the running collection began, to be done again if it fails.
  private int deletionsBefore;

  private int mutationsBefore;

  /// The time the running collection was planned for, and the end of the one before.
  private long planned;

  private long ended;
  private long interval = SECOND;
  private long pauses;
  private long collections;

  Schedule(GcConfig config, long now) {
    this.config = config;
    this.delay = config.scheduleDelay().toNanos();
    if (!config.startupDelay().isZero()) {
      at(now + config.startupDelay().toNanos());
    }
  }

  /// When to look again; empty while there is nothing to wait for.
  OptionalLong next() {
    return next;
  }

  /// Something was written.
  void written(long now, boolean deletion) {
    deletions += deletion ? 1 : 0;
    mutations++;
    plan(now);
  }

  /// Somebody waits for a collection that begins after this.
  void requested(long now) {
    asked = true;
    plan(now);
  }

  /// Whether a collection begins now. If not although it is time, there is nothing to do until
  /// something is written.
  boolean begin(long now) {
    if (running || next.isEmpty() || next.getAsLong() - now > 0) {
      return false;
    }
    planned = next.getAsLong();
    next = OptionalLong.empty();
    if (ran && !asked && !retry && !isWorthwhile()) {
      return false;
    }
    running = true;
    asked = false;
    retry = false;
    deletionsBefore = deletions;
    mutationsBefore = mutations;
    deletions = 0;
    mutations = 0;
    return true;
  }

  void succeeded(long now, Collection collection) {
    pauses += collection.paused().toNanos();
    collections++;
    if (config.pauseThreshold() > 0) {
      double pause = Math.max((double) SHORTEST_PAUSE, (double) pauses / collections);
      interval = (long) (pause / config.pauseThreshold() - pause);
    }
    // Marking keeps nobody waiting here but takes a processor: never more than half of its time.
    end(now, Math.max(interval, collection.elapsed().toNanos()));
  }

  /// Has it tried again, each time a second later.
  void failed(long now) {
    retry = true;
    deletions += deletionsBefore;
    mutations += mutationsBefore;
    end(now, ran ? planned - ended + SECOND : delay);
  }

  private void end(long now, long pause) {
    running = false;
    ran = true;
    ended = now;
    at(now + pause);
    plan(now);
  }

  private void plan(long now) {
    if (running) {
      return;
    }
    if (asked || (config.deletionThreshold() > 0 && deletions >= config.deletionThreshold())) {
      at(now + delay);
    } else if (next.isEmpty() && isWorthwhile()) {
      at(now + (ran ? interval : delay));
    }
  }

  private boolean isWorthwhile() {
    return deletions > 0
        || (config.mutationThreshold() > 0 && mutations >= config.mutationThreshold());
  }

  private void at(long time) {
    if (next.isEmpty() || next.getAsLong() - time > 0) {
      next = OptionalLong.of(time);
    }
  }
}
