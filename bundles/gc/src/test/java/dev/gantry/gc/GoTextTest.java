package dev.gantry.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.02, 0.02",
    "0, 0",
    "0.5, 0.5",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "0.000025, 2.5e-05"
  })
  void numbersAreAsGoPrintsThem(double value, String text) {
    assertEquals(text, GoText.of(value));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.000000005S, 5ns",
    "PT0.0000015S, 1.5µs",
    "PT0.1S, 100ms",
    "PT0.0015S, 1.5ms",
    "PT1S, 1s",
    "PT10S, 10s",
    "PT1.5S, 1.5s",
    "PT1M, 1m0s",
    "PT90S, 1m30s",
    "PT1H, 1h0m0s",
    "PT25H1M1.25S, 25h1m1.25s"
  })
  void durationsAreAsGoPrintsThem(Duration value, String text) {
    assertEquals(text, GoText.of(value));
  }
}
