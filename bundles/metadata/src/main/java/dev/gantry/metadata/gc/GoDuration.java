package dev.gantry.metadata.gc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go's clients write them, such as `1h30m` or `1.5s`.
final class GoDuration {
  private static final Pattern FORM =
      Pattern.compile("([+-]?)(?:0|((?:(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h))+))");
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final int LONGEST = 64;

  private GoDuration() {}

  /// The duration, empty when the text is none.
  static Optional<Duration> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > LONGEST || !form.matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit(part.group(2))));
    }
    if (form.group(1).equals("-")) {
      nanos = nanos.negate();
    }
    BigDecimal whole = nanos.setScale(0, RoundingMode.DOWN);
    return whole.toBigInteger().bitLength() < Long.SIZE
        ? Optional.of(Duration.ofNanos(whole.longValue()))
        : Optional.empty();
  }

  private static BigDecimal unit(String name) {
    return BigDecimal.valueOf(
        switch (name) {
          case "h" -> 3_600_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "s" -> 1_000_000_000L;
          case "ms" -> 1_000_000L;
          case "ns" -> 1L;
          default -> 1_000L;
        });
  }
}
