package dev.gantry.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.deploy.Trial.Verdict;
import dev.gantry.deploy.jar.PluginJar;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

class TrialTest {
  private static final String NEW = "x 1.0.0 [7]";
  private static final String OLD = "x 1.0.0 [5]";
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void readyPasses() {
    assertInstanceOf(Verdict.Passed.class, replacing().judge(List.of(status(NEW, State.READY)), 0));
  }

  @Test
  void theOldOneStillInServiceSaysNothingUntilTimeIsOver() {
    List<PluginStatus> statuses = List.of(status(OLD, State.READY));

    assertInstanceOf(Verdict.Open.class, replacing().judge(statuses, 59 * SECOND));
    assertEquals(
        new Verdict.Failed("t.a does not get ready"), replacing().judge(statuses, 61 * SECOND));
  }

  @Test
  void aFailedInitFailsThoughTheOldOneServes() {
    List<PluginStatus> statuses = List.of(status(OLD, State.READY), status(NEW, State.FAILED));

    assertEquals(new Verdict.Failed("t.a is FAILED: why"), replacing().judge(statuses, 0));
  }

  @Test
  void whatServedBeforeMustNotBeSkippedAndANewOneMay() {
    List<PluginStatus> statuses = List.of(status(NEW, State.SKIPPED));

    assertInstanceOf(Verdict.Failed.class, replacing().judge(statuses, 0));
    assertInstanceOf(Verdict.Passed.class, fresh().judge(statuses, 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"WAITING", "INITIALISING", "CLOSING"})
  void whatIsUnderWayIsOpenAndForAReplacementBounded(State state) {
    List<PluginStatus> statuses = List.of(status(NEW, state));

    assertInstanceOf(Verdict.Open.class, fresh().judge(statuses, 999 * SECOND));
    assertInstanceOf(Verdict.Open.class, replacing().judge(statuses, 59 * SECOND));
    assertInstanceOf(Verdict.Failed.class, replacing().judge(statuses, 61 * SECOND));
  }

  @Test
  void aNewOneThatAnotherOverridesPassesAfterAWhile() {
    List<PluginStatus> statuses = List.of(status("other 1.0.0 [2]", State.READY));

    assertInstanceOf(Verdict.Open.class, fresh().judge(statuses, 2 * SECOND));
    assertInstanceOf(Verdict.Passed.class, fresh().judge(statuses, 4 * SECOND));
  }

  private static Trial fresh() {
    return new Trial(unit(), null, Set.of(), 0);
  }

  private static Trial replacing() {
    return new Trial(unit(), null, Set.of("t.a"), 0);
  }

  private static Unit unit() {
    Bundle bundle =
        (Bundle)
            Proxy.newProxyInstance(
                Bundle.class.getClassLoader(), new Class<?>[] {Bundle.class}, (_, _, _) -> 7L);
    PluginJar jar = new PluginJar("x", new Version("1.0.0"), List.of("t.a"), List.of());
    return new Unit(jar, new Shelf.Copy(Path.of("x"), "digest"), bundle);
  }

  private static PluginStatus status(String bundle, State state) {
    return new PluginStatus(
        "t", "a", state, "why", List.of(), Meta.Told.NOTHING, Duration.ZERO, bundle);
  }
}
