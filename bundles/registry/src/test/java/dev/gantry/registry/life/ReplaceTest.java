package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReplaceTest {
  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

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
  void aNewVersionOfTheSameBundleMakesBeforeItBreaksAndTheOldOneComesBack() {
    List<String> steps = new CopyOnWriteArrayList<>();
    house.put("t.a/a", 0, "family", noting(steps, "old"));
    house.put("t.a/a", 0, "other", noting(steps, "other"));

    try (house) {
      house.start();
      long version = house.put("t.a/a", 0, "family", noting(steps, "new"));
      Impatient.await(() -> steps.size() == 3);
      house.take(version);
      Impatient.await(() -> steps.size() == 5);

      assertEquals(List.of("made old", "made new", "closed old"), steps.subList(0, 3));
      // Neither waits for the other: the new one is gone already.
      assertEquals(Set.of("made old", "closed new"), Set.copyOf(steps.subList(3, 5)));
    }
  }

  @Test
  void aNewVersionThatFailsLeavesTheOldOneInService() {
    Object old = new Object();
    house.put("t.a/a", 0, "family", Sample.object(old));

    try (house) {
      house.start();
      house.put(
          "t.a/a",
          0,
          "family",
          Sample.of(
              _ -> {
                throw new IllegalStateException("broken");
              }));
      Impatient.await(() -> house.registry.plugins().statuses().size() == 2);

      assertEquals(old, house.open("t.a/a"));
      assertEquals(
          "java.lang.IllegalStateException: broken",
          house.registry.plugins().statuses().getLast().reason());
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
  void ofOneBundleThoseThatUseAnotherGoFirst() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    long used = house.put("t.a/a", 0, "family", 7, Sample.counting(open));
    house.put(
        "t.b/b",
        0,
        "family",
        7,
        Sample.of(context -> context.handle("t.a", Object.class))
            .needing(Requirement.handle("t.a")));

    try (house) {
      house.start();
      CompletableFuture<Void> begun = new CompletableFuture<>();
      CompletableFuture<Object> call =
          CompletableFuture.supplyAsync(
              () ->
                  house
                      .handle("t.b/b")
                      .with(
                          b -> {
                            begun.complete(null);
                            gate.join();
                            return ((Handle<?>) b).with(a -> a);
                          }));
      House.get(begun);
      CompletableFuture<Void> gone = house.registry.go(used, Parting.WITH_BUNDLE);
      house.await("t.b/b", status -> status.reason().startsWith("its bundle is gone"));
      gate.complete(null);

      assertInstanceOf(Sample.Counted.class, House.get(call));
      House.get(gone);
    }
    assertEquals(0, open.get());
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
      CompletableFuture<Void> ended = house.registry.go(service, Parting.ALONE);
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

  private static Sample noting(List<String> steps, String name) {
    return Sample.of(
        _ -> {
          steps.add("made " + name);
          AutoCloseable instance = () -> steps.add("closed " + name);
          return instance;
        });
  }
}
