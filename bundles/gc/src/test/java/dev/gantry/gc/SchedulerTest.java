package dev.gantry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.gc.Collection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchedulerTest {
  private final FakeAlarm alarm = new FakeAlarm();
  private final FakeMetadata metadata = new FakeMetadata();
  private final FakePlugins plugins = new FakePlugins();
  private final Scheduler scheduler = new Scheduler(GcConfig.DEFAULTS, metadata, alarm);

  @Test
  void firstCollectionRunsAfterTheStartupDelay() {
    scheduler.start(plugins);

    alarm.advance(Duration.ofMillis(99));
    assertEquals(0, metadata.collections);
    alarm.advance(Duration.ofMillis(1));

    assertEquals(1, metadata.collections);
    assertEquals(0, metadata.uses);
  }

  @Test
  void deletionIsCollectedAfterTheInterval() {
    startedAndQuiet();

    metadata.write(true);
    alarm.advance(Duration.ofMillis(244));
    assertEquals(1, metadata.collections);
    alarm.advance(Duration.ofMillis(1));

    assertEquals(2, metadata.collections);
  }

  @Test
  void nothingRunsWhileNothingHappens() {
    startedAndQuiet();

    alarm.advance(Duration.ofHours(1));

    assertEquals(1, metadata.collections);
    assertFalse(alarm.isSet());
  }

  @Test
  void callersThatWaitShareOneCollection() {
    startedAndQuiet();

    CompletableFuture<Collection> first = scheduler.request();
    CompletableFuture<Collection> second = scheduler.request();
    alarm.advance(Duration.ZERO);

    assertEquals(2, metadata.collections);
    assertSame(first.join(), second.join());
  }

  @Test
  void callerThatComesDuringACollectionWaitsForTheNext() {
    startedAndQuiet();
    CompletableFuture<CompletableFuture<Collection>> late = new CompletableFuture<>();
    metadata.during = () -> late.complete(scheduler.request());

    CompletableFuture<Collection> early = scheduler.request();
    alarm.advance(Duration.ZERO);

    assertTrue(early.isDone());
    assertFalse(late.join().isDone());
    metadata.during = () -> {};
    alarm.advance(Duration.ZERO);
    assertTrue(late.join().isDone());
    assertEquals(3, metadata.collections);
  }

  @Test
  void failureIsToldToWhoWaitsAndTriedAgain() {
    startedAndQuiet();
    metadata.during =
        () -> {
          throw Fault.DATA_LOSS.because("record 7 is damaged");
        };

    CompletableFuture<Collection> waiter = scheduler.request();
    alarm.advance(Duration.ZERO);

    CompletionException e = assertThrows(CompletionException.class, waiter::join);
    assertEquals(
        "gc failed: record 7 is damaged: data loss", String.valueOf(e.getCause().getMessage()));
    metadata.during = () -> {};
    alarm.advance(Duration.ofMinutes(1));
    assertEquals(3, metadata.collections);
  }

  @Test
  void defectOfTheDatabaseIsAFailure() {
    startedAndQuiet();
    metadata.during =
        () -> {
          throw new IllegalStateException("broken");
        };

    CompletableFuture<Collection> waiter = scheduler.request();
    alarm.advance(Duration.ZERO);

    CompletionException e = assertThrows(CompletionException.class, waiter::join);
    assertEquals(Fault.UNKNOWN, ((GantryException) e.getCause()).fault());
  }

  @Test
  void databaseThatIsAwayIsAFailureThatPasses() {
    startedAndQuiet();
    metadata.away = true;

    CompletableFuture<Collection> waiter = scheduler.request();
    alarm.advance(Duration.ZERO);

    CompletionException e = assertThrows(CompletionException.class, waiter::join);
    assertEquals(Fault.UNAVAILABLE, ((GantryException) e.getCause()).fault());
    metadata.away = false;
    alarm.advance(Duration.ofMinutes(1));
    assertEquals(2, metadata.collections);
  }

  @Test
  void collectReturnsWhatTheCollectionDid() {
    Scheduler real = new Scheduler(GcConfig.DEFAULTS, metadata, new ThreadAlarm());
    try (real) {
      real.start(plugins);

      Collection collection = real.collect(Call.DAEMON);

      assertEquals(Map.of("content", 1), collection.removed());
    }
  }

  @Test
  void collectFailsWithTheFaultOfTheCollection() {
    metadata.during =
        () -> {
          throw Fault.DATA_LOSS.because("record 7 is damaged");
        };
    Scheduler real = new Scheduler(GcConfig.DEFAULTS, metadata, new ThreadAlarm());
    try (real) {
      real.start(plugins);

      GantryException e = assertThrows(GantryException.class, () -> real.collect(Call.DAEMON));

      assertEquals(Fault.DATA_LOSS, e.fault());
    }
  }

  @Test
  void callerMayLosePatience() {
    startedAndQuiet();
    Call impatient =
        Call.DAEMON.with(
            () -> {
              throw Fault.CANCELLED.because("");
            });

    GantryException e = assertThrows(GantryException.class, () -> scheduler.collect(impatient));

    assertEquals(Fault.CANCELLED, e.fault());
  }

  @Test
  void closedOneTellsWhoWaitsAndRunsNoMore() {
    startedAndQuiet();
    CompletableFuture<Collection> waiter = scheduler.request();

    scheduler.close();
    scheduler.close();
    alarm.advance(Duration.ofMinutes(1));

    assertThrows(CompletionException.class, waiter::join);
    assertThrows(CompletionException.class, () -> scheduler.request().join());
    assertEquals(1, metadata.collections);
    assertEquals(0, metadata.watchers());
    assertEquals(0, plugins.watchers());
  }

  @Test
  void closeStopsARunningCollection() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Fault> end = new CompletableFuture<>();
    metadata.duringCall =
        call -> {
          begun.countDown();
          end.complete(
              assertThrows(
                      GantryException.class,
                      () -> {
                        while (true) {
                          call.check();
                        }
                      })
                  .fault());
        };
    Scheduler real = new Scheduler(GcConfig.DEFAULTS, metadata, new ThreadAlarm());
    real.start(plugins);

    begun.await();
    real.close();

    assertEquals(Fault.UNAVAILABLE, end.join());
  }

  @Test
  void writesOfAReplacedDatabaseAreHeard() {
    startedAndQuiet();

    metadata.replace();
    plugins.ready();
    alarm.advance(Duration.ofSeconds(1));
    assertEquals(2, metadata.collections, "what was written meanwhile is not known");
    metadata.write(true);
    alarm.advance(Duration.ofSeconds(1));

    assertEquals(3, metadata.collections);
    assertEquals(1, metadata.watchers());
  }

  @Test
  void writesAreHeardOnceThoughReadyIsToldTwice() {
    startedAndQuiet();

    plugins.ready();

    assertEquals(1, metadata.watchers());
  }

  private void startedAndQuiet() {
    scheduler.start(plugins);
    plugins.ready();
    alarm.advance(Duration.ofSeconds(10));
    assertEquals(1, metadata.collections);
  }
}
