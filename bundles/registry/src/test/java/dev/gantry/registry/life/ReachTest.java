package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReachTest {
  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

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
      CompletableFuture<Void> ended = house.registry.go(service, Parting.ALONE);
      house.await("t.a/a", State.CLOSING);

      assertEquals(1, ((Sample.Counted) use.get()).call());
      use.close();
      House.get(ended);
      assertEquals(0, open.get());
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
  void aSetDoesNotShowWhatIsNotMadeYet() {
    CompletableFuture<LiveSet<String>> set = new CompletableFuture<>();
    CompletableFuture<Void> gate = new CompletableFuture<>();
    house.put(
        "t.b/b",
        Sample.of(context -> set.complete(context.set("t.a", String.class)))
            .needing(Requirement.set("t.a")));

    try (house) {
      house.start();
      house.put(
          "t.a/slow",
          Sample.of(
              _ -> {
                gate.join();
                return "slow";
              }));
      house.await("t.a/slow", State.INITIALISING);
      assertEquals(Set.of(), set.join().ids());
      gate.complete(null);
      house.await("t.a/slow", State.READY);

      assertEquals(Set.of("slow"), set.join().ids());
    }
  }

  @Test
  void aSetFollowsWhatComesAndGoes() {
    CompletableFuture<LiveSet<String>> set = new CompletableFuture<>();
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

  private static Fault faultOf(Handle<Object> handle) {
    return assertThrows(GantryException.class, handle::open).fault();
  }
}
