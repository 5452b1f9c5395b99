package dev.gantry.proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusesTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, INVALID_ARGUMENT, invalid argument",
    "NOT_FOUND, NOT_FOUND, not found",
    "ALREADY_EXISTS, ALREADY_EXISTS, already exists",
    "PERMISSION_DENIED, PERMISSION_DENIED, permission denied",
    "RESOURCE_EXHAUSTED, RESOURCE_EXHAUSTED, resource exhausted",
    "FAILED_PRECONDITION, FAILED_PRECONDITION, failed precondition",
    "FAILED_PRECONDITION, CONFLICT, conflict",
    "FAILED_PRECONDITION, NOT_MODIFIED, not modified",
    "ABORTED, ABORTED, aborted",
    "OUT_OF_RANGE, OUT_OF_RANGE, out of range",
    "UNIMPLEMENTED, NOT_IMPLEMENTED, not implemented",
    "INTERNAL, INTERNAL, internal",
    "UNAVAILABLE, UNAVAILABLE, unavailable",
    "DATA_LOSS, DATA_LOSS, data loss",
    "UNAUTHENTICATED, UNAUTHENTICATED, unauthorized",
    "CANCELLED, CANCELLED, context canceled",
    "DEADLINE_EXCEEDED, DEADLINE_EXCEEDED, context deadline exceeded",
    "UNKNOWN, UNKNOWN, unknown"
  })
  void codeAndTextTellTheClass(Status.Code code, Fault fault, String text) {
    GantryException full = thrown(code, "image \"x\": " + text);
    GantryException bare = thrown(code, text);

    assertEquals(fault, full.fault());
    assertEquals("image \"x\": " + text, full.getMessage());
    assertEquals(fault, bare.fault());
    assertEquals(text, bare.getMessage());
  }

  @Test
  void aMessageWithoutTheTextGetsIt() {
    assertEquals(
        "unknown service x: not implemented",
        thrown(Status.Code.UNIMPLEMENTED, "unknown service x").getMessage());
    assertEquals(
        "subscription error: invalid argument: unknown",
        thrown(Status.Code.UNKNOWN, "subscription error: invalid argument").getMessage());
    assertEquals(
        "in conflict: failed precondition",
        thrown(Status.Code.FAILED_PRECONDITION, "in conflict").getMessage());
  }

  @Test
  void noMessageAtAllIsTheTextAlone() {
    assertEquals("not found", Statuses.fault(Status.NOT_FOUND).getMessage());
  }

  private static GantryException thrown(Status.Code code, String message) {
    return Statuses.fault(code.toStatus().withDescription(message));
  }
}
