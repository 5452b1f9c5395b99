package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes without a pause between them: whom the last one interrupted is back before the next one
/// begins.
@Timeout(120)
class FairnessTest {
  private static final int ROUNDS = 25;
  private static final Settings SHORT_HOLD =
      new Settings(Duration.ofSeconds(2), Duration.ofSeconds(20), Duration.ofSeconds(20));

  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

  @Test
  void eachUpdateMakesDependantsAgain() {
    AtomicInteger made = new AtomicInteger();
    long service = house.put("t.a/a", Sample.counting(open));
    house.put("t.b/b", Sample.of(_ -> "b").needing(Requirement.once("t.a")));
    house.put("t.c/c", counting(made).needing(Requirement.once("t.b")));

    try (house) {
      house.start();
      for (int i = 0; i < ROUNDS; i++) {
        house.take(service);
        service = house.put("t.a/a", Sample.counting(open));
      }
      house.await("t.c/c", State.READY);

      assertEquals(ROUNDS + 1, made.get());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void updatesWithoutPauseHoldDependantsForOneOfThem(boolean exclusive) {
    Sample base = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    long service = house.put("t.a/a", base);
    house.put("t.b/b", slow().needing(Requirement.once("t.a")));

    try (house) {
      house.start(FakeConfiguration.of(SHORT_HOLD));
      try (Callers callers = new Callers(house.handle("t.b/b"), _ -> {})) {
        for (int i = 0; i < ROUNDS; i++) {
          house.take(service);
          service = house.put("t.a/a", base);
          pause(SHORT_HOLD.hold().dividedBy(25)); // Less than the dependant's init takes.
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
  }

  @Test
  void restartsWithoutPauseHoldDependantsForOneOfThem() {
    house.put("t.a/a", Sample.counting(open).alone());
    house.put("t.b/b", slow().needing(Requirement.once("t.a")));

    try (house) {
      house.start(FakeConfiguration.of(SHORT_HOLD));
      try (Callers callers = new Callers(house.handle("t.b/b"), _ -> {})) {
        for (int i = 0; i < ROUNDS; i++) {
          house.registry.control().restart("t.a.a");
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
  }

  @Test
  void oneThatGoesWhileItsInitRunsServesDependantsFirst() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();
    AtomicInteger made = new AtomicInteger();
    long first = house.put("t.a/a", Sample.object("old"));
    house.put("t.b/b", counting(made).needing(Requirement.once("t.a")));

    try (house) {
      house.start();
      house.take(first);
      long second =
          house.put(
              "t.a/a",
              Sample.of(
                  _ -> {
                    begun.complete(null);
                    gate.join();
                    return "new";
                  }));
      House.get(begun);
      CompletableFuture<Void> gone = house.registry.go(second, Parting.ALONE);
      gate.complete(null);
      House.get(gone);

      assertEquals(2, made.get());
    }
  }

  /// It waits as long as callers would, and no longer.
  @Test
  void oneThatNeverComesBackStopsNobody() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicInteger made = new AtomicInteger();
    long first = house.put("t.a/a", Sample.object("old"));
    house.put(
        "t.b/b",
        Sample.of(
                _ -> {
                  if (made.incrementAndGet() > 1) {
                    gate.join();
                  }
                  return "b";
                })
            .needing(Requirement.once("t.a")));

    try (house) {
      house.start(FakeConfiguration.of(SHORT_HOLD));
      house.take(first);
      long second = house.put("t.a/a", Sample.object("new"));
      Impatient.await(() -> made.get() == 2);
      CompletableFuture<Void> gone = house.registry.go(second, Parting.ALONE);
      house.await("t.a/a", status -> status.reason().startsWith("its bundle is gone"));

      assertFalse(gone.isDone());
      gate.complete(null);
      House.get(gone);
    }
  }

  /// Two of one bundle go one after the other, and a dependant of both cannot come back between
  /// them.
  @Test
  void whoCannotComeBackIsNotWaitedFor() {
    long a = house.put("t.a/a", Sample.object("a"));
    long b = house.put("t.b/b", Sample.object("b"));
    house.put(
        "t.c/c", Sample.object("c").needing(Requirement.once("t.a"), Requirement.once("t.b")));

    try (house) {
      house.start();
      house.take(a);
      long start = System.nanoTime();
      house.take(b);

      long took = System.nanoTime() - start;
      assertFalse(took > House.PATIENT.hold().toNanos() / 2, () -> took + " ns");
    }
  }

  private static Sample counting(AtomicInteger made) {
    return Sample.of(_ -> made.incrementAndGet());
  }

  /// Its init takes a twentieth of the hold.
  private static Sample slow() {
    return Sample.of(
        _ -> {
          pause(SHORT_HOLD.hold().dividedBy(20));
          return "slow";
        });
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
