package dev.gantry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcConfigTest {
  @Test
  void defaultsAreThoseOfTheReference() {
    GcConfig config = GcConfig.DEFAULTS;

    assertEquals(0.02, config.pauseThreshold());
    assertEquals(0, config.deletionThreshold());
    assertEquals(100, config.mutationThreshold());
    assertEquals(Duration.ZERO, config.scheduleDelay());
    assertEquals(Duration.ofMillis(100), config.startupDelay());
    assertEquals(config, new GcPlugin().defaults().orElseThrow());
  }

  @Test
  void keysOfTheFileAreTheNamesOfTheComponents() {
    List<String> names =
        Arrays.stream(GcConfig.class.getRecordComponents()).map(c -> c.getName()).toList();

    assertEquals(
        List.of(
            "pauseThreshold",
            "deletionThreshold",
            "mutationThreshold",
            "scheduleDelay",
            "startupDelay"),
        names);
  }

  @Test
  void valuesAreBroughtIntoTheirRange() {
    GcConfig high = new GcConfig(0.9, 7, 8, Duration.ofMinutes(2), Duration.ofSeconds(3));
    GcConfig low = new GcConfig(-1, -1, -1, Duration.ofMillis(-1), Duration.ofMillis(-1));

    assertEquals(new GcConfig(0.5, 7, 8, Duration.ofMinutes(2), Duration.ofSeconds(3)), high);
    assertEquals(new GcConfig(0, 0, 0, Duration.ZERO, Duration.ZERO), low);
  }
}
