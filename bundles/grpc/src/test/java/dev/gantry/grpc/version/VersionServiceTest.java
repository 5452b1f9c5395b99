package dev.gantry.grpc.version;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Empty;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.version.v1.VersionGrpc;
import dev.gantry.proto.services.version.v1.VersionResponse;
import org.junit.jupiter.api.Test;

class VersionServiceTest {
  @Test
  void answersVersionAndRevisionWithoutNamespace() {
    try (Loopback loopback = new Loopback(VersionService.of("1.2.3", "abc"))) {
      VersionResponse answer =
          VersionGrpc.newBlockingStub(loopback.channel()).version(Empty.getDefaultInstance());

      assertEquals("1.2.3", answer.getVersion());
      assertEquals("abc", answer.getRevision());
    }
  }
}
