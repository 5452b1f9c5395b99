package dev.gantry.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WishTest {
  private static final String PREFIX = "containerd.io/restart.";

  private static Wish wish(String policy, String count, String stopped) {
    return Wish.of(
        Map.of(
            PREFIX + "status", "running",
            PREFIX + "policy", policy,
            PREFIX + "count", count,
            PREFIX + "explicitly-stopped", stopped));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', 0, true",
    "always, 7, true, 0, true",
    "no, '', '', 1, false",
    "unless-stopped, '', '', 0, true",
    "unless-stopped, '', false, 0, true",
    "unless-stopped, '', true, 0, false",
    "unless-stopped, '', 1, 0, false",
    "on-failure, '', '', 0, false",
    "on-failure, 99, '', 1, true",
    "on-failure:0, 99, '', 1, true",
    "on-failure:2, '', '', 1, true",
    "on-failure:2, 1, '', 137, true",
    "on-failure:2, 2, '', 1, false",
    "on-failure:2, nonsense, '', 1, true",
  })
  void thePolicySaysWhetherATaskIsStarted(
      String policy, String count, String stopped, int exitStatus, boolean starts) {
    assertEquals(starts, wish(policy, count, stopped).starts(exitStatus));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"never", "always:3", "no:1", "on-failure:", "on-failure:x", "on-failure:-1"})
  void anUnknownPolicyIsRefused(String policy) {
    Wish wish = wish(policy, "", "");

    assertThrows(IllegalArgumentException.class, () -> wish.starts(1));
  }

  @Test
  void allLabelsAreRead() {
    Wish wish =
        Wish.of(
            Map.of(
                PREFIX + "status", "stopped",
                PREFIX + "policy", "always",
                PREFIX + "count", "3",
                PREFIX + "loguri", "file:///x",
                PREFIX + "explicitly-stopped", "true"));

    assertEquals(new Wish("stopped", "always", 3, "file:///x", true), wish);
    assertEquals(new Wish("", "", 0, "", false), Wish.of(Map.of()));
  }

  @Test
  void noIntervalIsTheUsualOne() {
    assertEquals(Duration.ofSeconds(10), new RestartConfig(Duration.ZERO).interval());
    assertEquals(Duration.ofSeconds(10), RestartConfig.DEFAULTS.interval());
    assertEquals(Duration.ofSeconds(3), new RestartConfig(Duration.ofSeconds(3)).interval());
  }
}
