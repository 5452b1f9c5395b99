package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "-0, PT0S",
    "10s, PT10S",
    "1h30m, PT1H30M",
    "1m0s, PT1M",
    "100ms, PT0.1S",
    "2.5s, PT2.5S",
    "2.s, PT2S",
    ".5s, PT0.5S",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "1μs, PT0.000001S",
    "7ns, PT0.000000007S",
    "-1m, PT-1M",
    "+3s, PT3S",
    "1s1h, PT1H1S",
  })
  void whatGoWritesIsRead(String text, Duration duration) {
    assertEquals(Optional.of(duration), GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0s",
        "10s",
        "1m0s",
        "1h30m0s",
        "1h0m0.5s",
        "100ms",
        "1.5ms",
        "20us",
        "2.5us",
        "7ns",
        "-1m30s",
      })
  void durationsAreWrittenAsGoDoes(String text) {
    assertEquals(text, GoDuration.text(GoDuration.parse(text).orElseThrow()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "s",
        ".s",
        "1",
        "1.5",
        "10 s",
        " 1s",
        "1s ",
        "1d",
        "1S",
        "--1s",
        "1s-1s",
        "9223372037s",
        "1e3s"
      })
  void nothingElseIs(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
  }

  @Test
  void theLongestFits() {
    assertEquals(
        Optional.of(Duration.ofNanos(Long.MAX_VALUE)), GoDuration.parse("9223372036854775807ns"));
  }
}
