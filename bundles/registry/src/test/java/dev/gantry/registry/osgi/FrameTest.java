package dev.gantry.registry.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

@Timeout(120)
class FrameTest {
  private static final String VERSIONED = "io.containerd.test.v1.versioned";
  private static final String DEPENDANT = "io.containerd.test.v2.dependant";

  @TempDir private Path cache;

  @Test
  void updatesOfABundleUnderLoadFailNoCallAndTouchNoOther() throws BundleException {
    try (Platform platform = new Platform(cache, Map.of())) {
      Bundle bundle = platform.install(versioned("1.0.1"));
      platform.install(dependant());
      platform.start();
      platform.await("published", "true");
      platform.ask("load " + VERSIONED);
      platform.ask("load " + DEPENDANT);

      for (int i = 2; i <= 20; i++) {
        bundle.update(versioned("1.0." + i));
        platform.await("call " + DEPENDANT, "over 1.0." + i);
      }

      assertEquals("1.0.20", platform.ask("call " + VERSIONED));
      assertEquals("[]", platform.ask("failures"));
      synchronized (platform.events) {
        assertEquals(List.of("versioned"), platform.events.stream().distinct().toList());
      }
    }
  }

  @Test
  void anUninstalledBundleTakesDownWhatDependsOnIt() throws BundleException {
    try (Platform platform = new Platform(cache, Map.of())) {
      Bundle bundle = platform.install(versioned("1.0.0"));
      platform.install(dependant());
      platform.start();
      platform.await("published", "true");
      assertEquals("versioned=READY dependant=READY", platform.ask("states"));

      bundle.uninstall();

      platform.await("states", "dependant=WAITING");
    }
  }

  @Test
  void aDisabledPluginIsNeverInstantiated() throws BundleException {
    System.clearProperty("dev.gantry.registry.exploded");
    Map<String, String> disabled = Map.of("test.disabled", "io.containerd.test.v1.explosive");
    try (Platform platform = new Platform(cache, disabled)) {
      platform.install(
          Platform.bundle("explosive", "dev.gantry.registry.osgi.disabled", "1.0.0", Map.of()));
      platform.start();
      platform.await("published", "true");

      assertEquals("explosive=DISABLED", platform.ask("states"));
      assertNull(System.getProperty("dev.gantry.registry.exploded"));
    }
  }

  @Test
  void aRequiredPluginThatIsNotThereIsToldToTheLauncher()
      throws BundleException, InterruptedException {
    try (Platform platform = new Platform(cache, Map.of("test.required", VERSIONED))) {
      platform.start();

      String message = platform.exits.poll(30, TimeUnit.SECONDS);

      assertEquals("required plugin " + VERSIONED + " is not there", message);
      assertEquals("false", platform.ask("published"));
    }
  }

  @Test
  void aStopWithdrawsTheServiceThenClosesPluginsBeforeBundlesStop() throws BundleException {
    try (Platform platform = new Platform(cache, Map.of())) {
      platform.install(versioned("1.0.0"));
      platform.start();
      platform.await("published", "true");
    }

    assertEquals(
        "withdrawn, closed in state " + Bundle.ACTIVE,
        System.clearProperty("dev.gantry.registry.trace"));
  }

  @Test
  void theClassesOfAReplacedBundleBecomeUnreachable() throws BundleException {
    try (Platform platform = new Platform(cache, Map.of())) {
      Bundle bundle = platform.install(versioned("1.0.0"));
      platform.install(dependant());
      platform.start();
      platform.await("published", "true");
      platform.ask("mark " + VERSIONED);

      bundle.update(versioned("1.0.1"));
      platform.await("call " + DEPENDANT, "over 1.0.1");

      platform.await("marked", "gone");
    }
  }

  @Test
  void aBundleChangeThatACallBeganDoesNotWaitForThatCall() throws BundleException {
    try (Platform platform = new Platform(cache, Map.of())) {
      platform.install(versioned("1.0.0"));
      platform.start();
      platform.await("published", "true");

      long seconds = Long.parseLong(platform.ask("stop " + VERSIONED));

      // Waiting would take as long as the default limits for users and close.
      assertTrue(seconds < 10, "took " + seconds + " s");
    }
  }

  private static InputStream versioned(String version) {
    return Platform.bundle("versioned", "dev.gantry.registry.osgi.sample", version, Map.of());
  }

  private static InputStream dependant() {
    return Platform.bundle("dependant", "dev.gantry.registry.osgi.dependant", "1.0.0", Map.of());
  }
}
