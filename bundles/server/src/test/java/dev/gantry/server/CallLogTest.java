package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Status;
import org.junit.jupiter.api.Test;

class CallLogTest {
  @Test
  void aCallIsOneLineOfKeysAndValues() {
    Status status = Status.NOT_FOUND.withDescription("image \"x\": not found");

    assertEquals(
        "method=a.B/C namespace=k8s.io code=NOT_FOUND us=12 message=\"image 'x': not found\"",
        CallLog.line("a.B/C", "k8s.io", status, 12));
    assertEquals("method=a.B/C namespace= code=OK us=0", CallLog.line("a.B/C", "", Status.OK, 0));
  }
}
