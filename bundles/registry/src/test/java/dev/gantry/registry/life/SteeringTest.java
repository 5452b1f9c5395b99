package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Control;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SteeringTest {
  private static final FakeConfiguration FIRST = FakeConfiguration.of(House.PATIENT);

  private final House house = new House();
  private final Control control = house.registry.control();
  private final FakeFile file = new FakeFile(FIRST);
  private final AtomicInteger open = new AtomicInteger();

  @Test
  void aRestartMakesAnewAndClosesTheOld() {
    house.put("t.a/a", Sample.counting(open));

    try (house) {
      house.start();
      Object before = house.open("t.a/a");
      assertEquals(State.READY, control.restart("t.a.a").state());

      assertNotSame(before, house.open("t.a/a"));
      Impatient.await(() -> open.get() == 1);
    }
  }

  @Test
  void aRestartThatFailsKeepsTheOld() {
    Queue<Supplier<Object>> inits = new ArrayDeque<>();
    inits.add(() -> "old");
    inits.add(
        () -> {
          throw new IllegalStateException("no disk");
        });
    inits.add(() -> "new");
    house.put("t.a/a", Sample.of(_ -> inits.remove().get()));

    try (house) {
      house.start();
      GantryException refused = assertThrows(GantryException.class, () -> control.restart("t.a.a"));
      Object kept = house.open("t.a/a");
      control.restart("t.a.a");

      assertEquals(Fault.FAILED_PRECONDITION, refused.fault());
      assertEquals("old", kept);
      assertEquals("new", house.open("t.a/a"));
    }
  }

  @Test
  void aRestartTriesAFailedOneAgain() {
    AtomicInteger tries = new AtomicInteger();
    house.put(
        "t.a/a",
        Sample.of(
            _ -> {
              if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
              }
              return "a";
            }));

    try (house) {
      house.start();
      State before = house.status("t.a/a").state();

      assertEquals(State.FAILED, before);
      assertEquals(State.READY, control.restart("t.a.a").state());
    }
  }

  @Test
  void whatIsDisabledByHandComesBackWhenEnabled() {
    house.put("t.a/a", Sample.counting(open));
    house.put("t.b/b", Sample.object("b").needing(Requirement.once("t.a")));

    try (house) {
      house.start();
      assertEquals(State.DISABLED, control.disable("t.a.a").state());
      house.await("t.b/b", State.WAITING);
      int left = open.get();
      State enabled = control.enable("t.a.a").state();

      assertEquals(0, left);
      assertEquals(State.READY, enabled);
      house.await("t.b/b", State.READY);
    }
  }

  @Test
  void enablingGoesOverTheConfiguration() {
    house.put("t.a/a", Sample.object("a"));

    try (house) {
      house.start(FIRST.disabling("t.a.a"));
      control.enable("t.a.a");

      assertEquals("a", house.open("t.a/a"));
    }
  }

  @Test
  void anUnknownPluginIsNotFound() {
    try (house) {
      house.start();
      GantryException refused = assertThrows(GantryException.class, () -> control.disable("t.x.x"));

      assertEquals(Fault.NOT_FOUND, refused.fault());
    }
  }

  @Test
  void aReloadMakesAnewOnlyWhatChanged() {
    house.put("t.a/a", new Configured());
    house.put("t.b/b", Sample.counting(open));

    try (house) {
      house.start(file);
      Object other = house.open("t.b/b");
      file.write(FIRST.saying(new Configured.Section(9)));
      List<String> lines = control.reload();
      control.enable("t.a.a"); // Waits until it has settled.

      assertEquals(List.of("adopted", "t.a.a is made anew"), lines);
      assertEquals(new Configured.Section(9), house.open("t.a/a"));
      assertSame(other, house.open("t.b/b"));
    }
  }

  @Test
  void aReloadThatChangesNothingLeavesAllAlone() {
    house.put("t.a/a", new Configured());

    try (house) {
      house.start(file);
      Object before = house.open("t.a/a");

      assertEquals(List.of("adopted"), control.reload());
      assertSame(before, house.open("t.a/a"));
    }
  }

  @Test
  void aWrongFileOrSectionChangesNothing() {
    house.put("t.a/a", new Configured());
    house.put("t.b/b", new Configured());

    try (house) {
      house.start(file);
      file.write(FIRST.saying(new Configured.Section(9)).wrongIn("t.b.b").disabling("t.a.a"));
      assertThrows(ConfigException.class, control::reload);
      file.write(FIRST.wrongIn("file"));
      assertThrows(ConfigException.class, control::reload);

      assertEquals(new Configured.Section(7), house.open("t.a/a"));
      assertEquals(State.READY, house.status("t.a/a").state());
    }
  }

  @Test
  void aReloadDisablesAndEnables() {
    house.put("t.a/a", Sample.object("a"));
    house.put("t.b/b", Sample.object("b"));

    try (house) {
      house.start(file);
      file.write(FIRST.disabling("t.a.a"));
      List<String> first = control.reload();
      house.await("t.a/a", State.DISABLED);
      file.write(FIRST.disabling("t.b.b"));
      List<String> second = control.reload();
      house.await("t.a/a", State.READY);
      house.await("t.b/b", State.DISABLED);

      assertEquals(List.of("adopted", "t.a.a is disabled"), first);
      assertEquals(List.of("adopted", "t.a.a is no longer disabled", "t.b.b is disabled"), second);
    }
  }

  @Test
  void theRegistrysOwnLimitsHoldAtOnce() {
    try (house) {
      house.start(file);
      Duration drain = Duration.ofSeconds(3);
      file.write(FIRST.with(new Settings(drain, drain, drain)));
      control.reload();

      assertEquals(drain.multipliedBy(3), house.registry.patience());
    }
  }

  @Test
  void pluginsCannotSteerFromTheirInit() {
    List<String> failures = new CopyOnWriteArrayList<>();
    house.put(
        "t.a/a",
        Sample.of(
            _ -> {
              var refused =
                  assertThrows(IllegalStateException.class, () -> control.restart("t.a.a"));
              failures.add(String.valueOf(refused.getMessage()));
              return "a";
            }));

    try (house) {
      house.start();

      assertEquals(List.of("a plugin's init or close cannot steer plugins"), failures);
    }
  }
}
