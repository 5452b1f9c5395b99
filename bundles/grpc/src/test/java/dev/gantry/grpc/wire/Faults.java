package dev.gantry.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.function.Executable;

/// What a client sees of a fault.
public final class Faults {
  private Faults() {}

  /// The call fails with this code; returns the description.
  public static String fails(Status.Code code, Executable call) {
    Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
    assertEquals(code, status.getCode(), status::toString);
    return String.valueOf(status.getDescription());
  }

  /// The call fails with this code and description.
  public static void fails(Status.Code code, String description, Executable call) {
    assertEquals(description, fails(code, call));
  }
}
