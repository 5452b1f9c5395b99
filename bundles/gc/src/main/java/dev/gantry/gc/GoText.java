package dev.gantry.gc;

import java.math.BigDecimal;
import java.time.Duration;

/// Values as Go prints them, for clients that read exports.
final class GoText {
  private GoText() {}

  /// `0.02`, `0`, `1e-05`.
  static String of(double value) {
    String plain = Double.toString(value);
    if (!plain.contains("E")) {
      return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4) {
      return exact.toPlainString();
    }
    return exact.movePointLeft(exponent).toPlainString() + "e-%02d".formatted(-exponent);
  }

  /// `0s`, `1.5s`, `100ms`, `1h0m0s`.
  static String of(Duration value) {
    long nanos = value.toNanos();
    if (nanos == 0) {
      return "0s";
    } else if (nanos < 1_000) {
      return nanos + "ns";
    } else if (nanos < 1_000_000) {
      return decimal(nanos, 3) + "µs";
    } else if (nanos < 1_000_000_000) {
      return decimal(nanos, 6) + "ms";
    }
    String seconds = decimal(nanos % 60_000_000_000L, 9) + "s";
    return (value.toHours() > 0 ? value.toHours() + "h" : "")
        + (value.toMinutes() > 0 ? value.toMinutesPart() + "m" : "")
        + seconds;
  }

  private static String decimal(long nanos, int places) {
    return nanos == 0
        ? "0"
        : BigDecimal.valueOf(nanos, places).stripTrailingZeros().toPlainString();
  }
}
