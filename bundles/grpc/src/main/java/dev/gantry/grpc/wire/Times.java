package dev.gantry.grpc.wire;

import com.google.protobuf.Timestamp;
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

  public static Instant from(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
