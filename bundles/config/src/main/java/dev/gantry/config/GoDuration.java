package dev.gantry.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them: `1h30m`, `2.5s`, `100ms`, `0`.
final class GoDuration {
  private static final Map<String, Long> NANOS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", 1_000_000L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ns", 1L);
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(h|ms|m|s|us|µs|μs|ns)");

  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /// As Go writes it.
  static String text(Duration duration) {
    long nanos = duration.abs().toNanos();
    String sign = duration.isNegative() ? "-" : "";
    if (nanos > 0 && nanos < 1_000_000_000) {
      int digits = nanos < 1_000 ? 0 : nanos < 1_000_000 ? 3 : 6;
      String unit = digits == 0 ? "ns" : digits == 3 ? "us" : "ms";
      return sign + decimal(nanos, digits) + unit;
    }
    long minutes = nanos / 60_000_000_000L;
    String hours = minutes < 60 ? "" : minutes / 60 + "h";
    String rest = minutes == 0 ? "" : minutes % 60 + "m";
    return sign + hours + rest + decimal(nanos % 60_000_000_000L, 9) + "s";
  }

  private static String decimal(long number, int digits) {
    BigDecimal decimal = BigDecimal.valueOf(number, digits);
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  static Optional<Duration> parse(String text) {
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(rest);
    int end = 0;
    while (part.find() && part.start() == end) {
      Long unit = NANOS.get(part.group(2));
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit == null ? 0 : unit)));
      end = part.end();
    }
    boolean whole = end > 0 && end == rest.length() && nanos.compareTo(LONGEST) <= 0;
    return whole
        ? Optional.of(Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue()))
        : Optional.empty();
  }
}
