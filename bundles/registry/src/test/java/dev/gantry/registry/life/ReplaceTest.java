package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ReplaceTest {
  private static final int ROUNDS = 50;

  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void updatesUnderLoadFailNoCall(boolean exclusive) {
    Sample sample = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    long service = house.put("t.a/a", sample);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.a/a"), ReplaceTest::call)) {
        for (int i = 0; i < ROUNDS; i++) {
          callers.proceed();
          house.take(service);
          service = house.put("t.a/a", sample);
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void overridesAndFallBacksUnderLoadFailNoCall(boolean exclusive) {
    Sample sample = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    house.put("t.a/a", sample);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.a/a"), ReplaceTest::call)) {
        for (int i = 0; i < ROUNDS / 2; i++) {
          long service = house.put("t.a/a", 10, sample);
          house.await("t.a/a", s -> s.state() == State.READY && s.bundle().endsWith("" + service));
          callers.proceed();
          house.take(service);
          callers.proceed();
        }

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cascadesUnderLoadFailNoCall(boolean exclusive) {
    Sample base = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    Sample middle =
        Sample.of(context -> new Layer(context.once("t.a", Sample.Counted.class), open))
            .needing(Requirement.once("t.a"));
    Sample top =
        Sample.of(context -> new Layer(context.once("t.b", Sample.Counted.class), open))
            .needing(Requirement.once("t.b"));
    long service = house.put("t.a/a", base);
    house.put("t.b/b", exclusive ? middle.alone() : middle);
    house.put("t.c/c", top);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.c/c"), ReplaceTest::call)) {
        for (int i = 0; i < ROUNDS; i++) {
          callers.proceed();
          house.take(service);
          service = house.put("t.a/a", base);
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  @Test
  void replacingByRankingMakesBeforeItBreaks() {
    List<String> steps = new CopyOnWriteArrayList<>();
    house.put("t.a/a", noting(steps, "old"));

    try (house) {
      house.start();
      house.put("t.a/a", 1, noting(steps, "new"));
      Impatient.await(() -> steps.size() == 3);

      assertEquals(List.of("made old", "made new", "closed old"), steps);
    }
  }

  @Test
  void anExclusiveOneIsClosedFirst() {
    List<String> steps = new CopyOnWriteArrayList<>();
    house.put("t.a/a", noting(steps, "old").alone());

    try (house) {
      house.start();
      house.put("t.a/a", 1, noting(steps, "new").alone());
      Impatient.await(() -> steps.size() == 3);

      assertEquals(List.of("made old", "closed old", "made new"), steps);
    }
  }

  @Test
  void dependantsByOnceAreMadeAgainAndThoseByHandleAreNot() {
    AtomicInteger once = new AtomicInteger();
    AtomicInteger handles = new AtomicInteger();
    long service = house.put("t.a/a", Sample.counting(open));
    house.put(
        "t.b/once", Sample.of(_ -> once.incrementAndGet()).needing(Requirement.once("t.a", "a")));
    house.put(
        "t.b/handle",
        Sample.of(_ -> handles.incrementAndGet())
            .needing(Requirement.handle("t.a"), Requirement.set("t.x")));

    try (house) {
      house.start();
      house.take(service);
      house.put("t.a/a", Sample.counting(open));
      Impatient.await(() -> once.get() == 2);
      house.await("t.b/once", State.READY);

      assertEquals(1, handles.get());
    }
  }

  @Test
  void aFailingOverrideLeavesTheOldInService() {
    house.put("t.a/a", Sample.object("old"));

    try (house) {
      house.start();
      house.put(
          "t.a/a",
          5,
          Sample.of(
              _ -> {
                throw new IllegalStateException("bad");
              }));
      Impatient.await(() -> house.registry.plugins().statuses().size() == 2);

      assertEquals("old", house.open("t.a/a"));
      assertEquals(State.READY, house.status("t.a/a").state());
      assertEquals(State.FAILED, house.registry.plugins().statuses().getLast().state());
    }
  }

  @Test
  void uninstallEndsTheHoldEarly() {
    long service = house.put("t.a/a", Sample.counting(open));

    try (house) {
      house.start();
      Handle<Object> handle = house.handle("t.a/a");
      house.take(service);
      CompletableFuture<Fault> held = CompletableFuture.supplyAsync(() -> faultOf(handle));
      house.registry.uninstalled(service);

      assertEquals(Fault.NOT_IMPLEMENTED, House.get(held));
      house.awaitGone("t.a/a");
    }
  }

  @Test
  void aHoldThatExpiresSaysWhy() {
    long service = house.put("t.a/a", Sample.counting(open));

    try (house) {
      house.start(FakeConfiguration.of(Impatient.SETTINGS));
      Handle<Object> handle = house.handle("t.a/a");
      house.take(service);

      GantryException failure = assertThrows(GantryException.class, handle::open);

      assertEquals(Fault.UNAVAILABLE, failure.fault());
      assertTrue(failure.getMessage().contains("t.a.a"), failure.getMessage());
      house.awaitGone("t.a/a");
    }
  }

  @Test
  void dependantsWaitWhenTheirRequirementStaysAway() {
    long service = house.put("t.a/a", Sample.counting(open));
    house.put("t.b/b", Sample.counting(open).needing(Requirement.once("t.a")));

    try (house) {
      house.start();
      house.take(service);
      house.registry.uninstalled(service);
      house.awaitGone("t.a/a");

      house.await("t.b/b", status -> status.reason().equals("nobody provides t.a"));
      assertEquals(Fault.UNAVAILABLE, faultOf(house.handle("t.b/b")));
      assertEquals(0, open.get());
    }
  }

  @Test
  void aLeakedUseDoesNotHoldUpForEver() {
    long service = house.put("t.a/a", Sample.counting(open));

    try (house) {
      house.start(FakeConfiguration.of(Impatient.SETTINGS));
      Handle.Use<Object> leaked = house.handle("t.a/a").open();
      house.take(service);

      assertEquals(0, open.get());
      leaked.close();
      leaked.close();
    }
  }

  @Test
  void aUseHoldsUpTheClose() {
    long service = house.put("t.a/a", Sample.counting(open));

    try (house) {
      house.start();
      Handle.Use<Object> use = house.handle("t.a/a").open();
      CompletableFuture<Void> ended = house.registry.go(service);
      house.await("t.a/a", State.CLOSING);

      assertEquals(1, ((Sample.Counted) use.get()).call());
      use.close();
      House.get(ended);
      assertEquals(0, open.get());
    }
  }

  @Test
  void removalDuringInitClosesWhatComesOfIt() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Void> begun = new CompletableFuture<>();

    try (house) {
      house.start();
      long service =
          house.put(
              "t.a/a",
              Sample.of(
                  _ -> {
                    begun.complete(null);
                    gate.join();
                    return new Sample.Counted(open);
                  }));
      House.get(begun);
      CompletableFuture<Void> ended = house.registry.go(service);
      house.await("t.a/a", status -> status.reason().equals("its bundle is gone"));
      gate.complete(null);
      House.get(ended);
      house.awaitGone("t.a/a");

      Impatient.await(() -> open.get() == 0);
    }
  }

  @Test
  void aLoopThroughANewcomerLeavesTheOldInService() {
    house.put("t.a/a", Sample.object("a").needing(Requirement.set("t.b")));

    try (house) {
      house.start();
      house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.a")));

      String reason = house.await("t.b/b", State.FAILED).reason();

      assertEquals("it requires itself in a loop: t.b.b -> t.a.a -> t.b.b", reason);
      assertEquals("a", house.open("t.a/a"));
    }
  }

  @Test
  void aFailedDependantIsTriedAgainWithWhatIsNew() {
    long service = house.put("t.a/a", Sample.object("bad"));
    house.put(
        "t.b/b",
        Sample.of(
                context -> {
                  if (context.once("t.a", String.class).equals("bad")) {
                    throw new IllegalStateException("bad");
                  }
                  return "b";
                })
            .needing(Requirement.once("t.a")));

    try (house) {
      house.start();
      assertEquals(State.FAILED, house.status("t.b/b").state());
      house.take(service);
      house.put("t.a/a", Sample.object("good"));

      house.await("t.b/b", State.READY);
    }
  }

  @Test
  void fiftyDeploymentsAtOnceAllArrive() {
    try (house) {
      house.start();
      for (int i = 0; i < 50; i++) {
        String next = "t" + (i + 1);
        Sample sample = Sample.counting(open);
        house.put("t" + i + "/x", i < 49 ? sample.needing(Requirement.once(next)) : sample);
      }
      house.await("t0/x", State.READY);

      assertEquals(50, open.get());
    }
    assertEquals(0, open.get());
  }

  @Test
  void aTypeLeadsToTheHighestRankingAndThenTheOldest() {
    CompletableFuture<Handle<String>> handle = new CompletableFuture<>();
    house.put("t.a/oldest", Sample.object("oldest"));
    house.put("t.a/other", Sample.object("other"));
    house.put(
        "t.b/b",
        Sample.of(context -> handle.complete(context.handle("t.a", String.class)))
            .needing(Requirement.handle("t.a")));

    try (house) {
      house.start();
      assertEquals("oldest", handle.join().with(Function.identity()));
      long service = house.put("t.a/best", 7, Sample.object("best"));
      house.await("t.a/best", State.READY);
      assertEquals("best", handle.join().with(Function.identity()));
      house.take(service);
      house.registry.uninstalled(service);
      house.awaitGone("t.a/best");

      assertEquals("oldest", handle.join().with(Function.identity()));
    }
  }

  @Test
  void aSetFollowsWhatComesAndGoes() {
    CompletableFuture<dev.gantry.api.plugin.LiveSet<String>> set = new CompletableFuture<>();
    house.put("t.a/one", Sample.object("1"));
    house.put(
        "t.b/b",
        Sample.of(context -> set.complete(context.set("t.a", String.class)))
            .needing(Requirement.set("t.a")));

    try (house) {
      house.start();
      long service = house.put("t.a/two", Sample.object("2"));
      house.await("t.a/two", State.READY);
      assertEquals(Set.of("one", "two"), set.join().ids());
      assertEquals("2", set.join().find("two").orElseThrow().with(Function.identity()));
      house.take(service);
      house.registry.uninstalled(service);
      house.awaitGone("t.a/two");

      assertEquals(Set.of("one"), set.join().ids());
      assertTrue(set.join().find("two").isEmpty());
    }
  }

  private static void call(Object object) {
    ((Sample.Counted) object).call();
  }

  private static Fault faultOf(Handle<Object> handle) {
    return assertThrows(GantryException.class, handle::open).fault();
  }

  private static Sample noting(List<String> steps, String name) {
    return Sample.of(
        _ -> {
          steps.add("made " + name);
          AutoCloseable instance = () -> steps.add("closed " + name);
          return instance;
        });
  }

  /// Calls through to the layer below.
  private static final class Layer extends Sample.Counted {
    private final Sample.Counted below;

    Layer(Sample.Counted below, AtomicInteger open) {
      super(open);
      this.below = below;
    }

    @Override
    int call() {
      return super.call() + below.call();
    }
  }
}
