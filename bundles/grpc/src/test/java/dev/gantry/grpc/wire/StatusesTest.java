package dev.gantry.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusesTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 3",
    "NOT_FOUND, 5",
    "ALREADY_EXISTS, 6",
    "PERMISSION_DENIED, 7",
    "RESOURCE_EXHAUSTED, 8",
    "FAILED_PRECONDITION, 9",
    "CONFLICT, 9",
    "NOT_MODIFIED, 9",
    "ABORTED, 10",
    "OUT_OF_RANGE, 11",
    "NOT_IMPLEMENTED, 12",
    "INTERNAL, 13",
    "UNAVAILABLE, 14",
    "DATA_LOSS, 15",
    "UNAUTHENTICATED, 16",
    "CANCELLED, 1",
    "DEADLINE_EXCEEDED, 4",
    "UNKNOWN, 2"
  })
  void everyClassOfFaultHasItsCode(Fault fault, int code) {
    assertEquals(code, Statuses.code(fault).value());
  }

  @org.junit.jupiter.api.Test
  void unclassifiedKeepsTheMessage() {
    Status status = Statuses.unclassified(Fault.INVALID_ARGUMENT.because("filters")).getStatus();

    assertEquals(Status.Code.UNKNOWN, status.getCode());
    assertEquals("filters: invalid argument", status.getDescription());
  }
}
