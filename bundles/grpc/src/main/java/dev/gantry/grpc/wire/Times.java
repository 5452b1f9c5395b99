package dev.gantry.grpc.wire;

import com.google.protobuf.Timestamp;
import dev.gantry.api.errors.Fault;
import java.time.DateTimeException;
import java.time.Instant;

/// Times on the wire. "No time" is the beginning of year 1, as Go has it.
public final class Times {
  /// No time at all.
  public static final Instant NONE = Instant.parse("0001-01-01T00:00:00Z");

  private Times() {}

  public static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT for a time that cannot be
  public static Instant from(Timestamp time) {
    try {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw Fault.INVALID_ARGUMENT.because(
          "no such time: " + time.getSeconds() + " seconds and " + time.getNanos() + " ns", e);
    }
  }
}
