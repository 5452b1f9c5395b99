package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.SkipException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartTest {
  private final House house = new House();

  @Test
  void requiredOnesAreMadeFirst() {
    List<String> made = new CopyOnWriteArrayList<>();
    house.put("t.grpc/g", noting(made, "g").needing(Requirement.once("t.service")));
    house.put("t.service/s", noting(made, "s").needing(Requirement.handle("t.meta", "m")));
    house.put("t.meta/m", noting(made, "m").needing(Requirement.set("t.snap")));
    house.put("t.snap/x", noting(made, "x"));

    try (house) {
      house.start();

      assertEquals(List.of("x", "m", "s", "g"), made);
      assertEquals(List.of("x", "m", "s", "g"), house.order());
    }
  }

  @Test
  void whatIsRequiredOnceIsGivenAsAnObject() {
    Object[] given = new Object[1];
    house.put("t.a/a", Sample.object("the object"));
    house.put(
        "t.b/b",
        Sample.of(context -> given[0] = context.once("t.a", "a", String.class))
            .needing(Requirement.once("t.a", "a")));

    try (house) {
      house.start();

      assertEquals("the object", given[0]);
    }
  }

  @Test
  void aMissingRequirementIsNamed() {
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.absent")));

    try (house) {
      house.start();

      PluginStatus status = house.status("t.b/b");
      assertEquals(State.WAITING, status.state());
      assertEquals("nobody provides t.absent", status.reason());
    }
  }

  @Test
  void whoWaitsForAFailedOneSaysSo() {
    house.put(
        "t.a/a",
        Sample.of(
            _ -> {
              throw new IllegalStateException("no disk");
            }));
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.a")));

    try (house) {
      house.start();

      assertEquals(State.FAILED, house.status("t.a/a").state());
      assertEquals(
          "for t.a.a, which is FAILED: java.lang.IllegalStateException: no disk",
          house.status("t.b/b").reason());
    }
  }

  @Test
  void aLoopRefusesTheYoungest() {
    house.put("t.a/a", Sample.object("a").needing(Requirement.handle("t.b").optional()));
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.a")));

    try (house) {
      house.start();

      assertEquals(State.READY, house.status("t.a/a").state());
      assertEquals(State.FAILED, house.status("t.b/b").state());
      assertEquals(
          "it requires itself in a loop: t.b.b -> t.a.a -> t.b.b", house.status("t.b/b").reason());
    }
  }

  @Test
  void wrongRegistrationsFailWithAReason() {
    house.put("t.a/self", Sample.object("a").needing(Requirement.once("t.a")));
    house.put("t.b/all", Sample.object("b").needing(Requirement.set("*"), Requirement.once("t.x")));
    house.put("t.c/../../etc", Sample.object("c"));
    house.put("t.d/", Sample.object("d"));
    house.put("/e", Sample.object("e"));
    house.put("t.f/twice", Sample.object("f1"));
    house.put("t.f/twice", Sample.object("f2"));
    house.put("t.g/null", Sample.of(_ -> null));

    try (house) {
      house.start();

      assertEquals("it requires itself", house.status("t.a/self").reason());
      assertEquals("it requires * beside others", house.status("t.b/all").reason());
      assertEquals("its name is malformed", house.status("t.c/../../etc").reason());
      assertEquals("it has no id", house.status("t.d/").reason());
      assertEquals("it has no type", house.status("/e").reason());
      assertEquals("init gave no object", house.status("t.g/null").reason());
      assertEquals("f1", house.open("t.f/twice"));
      assertEquals(
          "another with the same name and ranking came before",
          house.registry.plugins().statuses().getLast().reason());
    }
  }

  @Test
  void aDisabledPluginIsNeverFetched() {
    List<String> made = new CopyOnWriteArrayList<>();
    house.put("t.a/a", noting(made, "a"));
    house.put("t.b/b", noting(made, "b").needing(Requirement.once("t.a").optional()));

    try (house) {
      house.start(FakeConfiguration.of(House.PATIENT).disabling("t.a.a"));

      assertEquals(State.DISABLED, house.status("t.a/a").state());
      assertEquals(List.of("b"), made);
    }
  }

  @Test
  void aSkippedPluginSaysWhy() {
    house.put(
        "t.a/a",
        Sample.of(
            _ -> {
              throw new SkipException("no btrfs here");
            }));

    try (house) {
      house.start();

      assertEquals(State.SKIPPED, house.status("t.a/a").state());
      assertEquals("no btrfs here: skip plugin", house.status("t.a/a").reason());
    }
  }

  @Test
  void aRequiredPluginThatIsNotReadyStopsTheStart() {
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.absent")));
    house.registry.configure(FakeConfiguration.of(House.PATIENT).requiring("t.b.b"));

    try (house) {
      house.registry.begin();

      assertEquals(
          "required plugin t.b.b is WAITING: nobody provides t.absent", House.get(house.fatal));
      assertFalse(house.complete.isDone());
    }
  }

  @Test
  void aRequiredPluginThatIsNotThereStopsTheStart() {
    house.registry.configure(FakeConfiguration.of(House.PATIENT).requiring("t.b.b"));

    try (house) {
      house.registry.begin();

      assertEquals("required plugin t.b.b is not there", House.get(house.fatal));
    }
  }

  @Test
  void aWrongSectionStopsTheStart() {
    house.put("t.a/a", new Configured());
    house.registry.configure(FakeConfiguration.of(House.PATIENT).wrongIn("t.a.a"));

    try (house) {
      house.registry.begin();

      assertEquals("plugin t.a.a: config.toml:3:1: t.a.a: not a number", House.get(house.fatal));
    }
  }

  @Test
  void aHungInitHurtsOnlyItselfAndItsDependants() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    CompletableFuture<Void> made = new CompletableFuture<>();
    AtomicInteger open = new AtomicInteger();
    house.put(
        "t.a/hung",
        Sample.of(
            _ -> {
              gate.join();
              Sample.Counted instance = new Sample.Counted(open);
              made.complete(null);
              return instance;
            }));
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.a")));
    house.put("t.c/c", Sample.object("c"));

    try (house) {
      house.start(FakeConfiguration.of(Impatient.SETTINGS));

      assertEquals(State.FAILED, house.status("t.a/hung").state());
      assertTrue(house.status("t.a/hung").reason().startsWith("init takes longer than PT0.2S"));
      assertEquals(State.WAITING, house.status("t.b/b").state());
      assertEquals(State.READY, house.status("t.c/c").state());

      // While the registry runs: what comes later than its stop ends with the process.
      gate.complete(null);
      made.join();
      Impatient.await(() -> open.get() == 0);
    }
  }

  @Test
  void stopClosesInReverseOrder() {
    List<String> closed = new CopyOnWriteArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      AutoCloseable instance = () -> closed.add(id);
      Sample sample = Sample.object(instance);
      house.put(
          "t." + id + "/" + id,
          switch (id) {
            case "a" -> sample.needing(Requirement.handle("t.b"));
            case "b" -> sample.needing(Requirement.once("t.c"));
            default -> sample;
          });
    }

    try (house) {
      house.start();
    }

    assertEquals(List.of("a", "b", "c"), closed);
  }

  private static Sample noting(List<String> made, String id) {
    return Sample.of(
        _ -> {
          made.add(id);
          return id;
        });
  }
}
