package dev.gantry.grpc.healthcheck;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServiceTest {
  private final Loopback loopback = new Loopback(HealthService.definition());
  private final HealthGrpc.HealthBlockingStub health =
      HealthGrpc.newBlockingStub(loopback.channel());

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void theServerServes() {
    assertEquals(ServingStatus.SERVING, health.check(request("")).getStatus());
  }

  @Test
  void singleServicesAreNotKnown() {
    fails(Status.Code.NOT_FOUND, "unknown service", () -> health.check(request("x")));
  }

  @Test
  void watchTellsTheStateAndStaysOpen() {
    assertEquals(ServingStatus.SERVING, health.watch(request("")).next().getStatus());
    assertEquals(ServingStatus.SERVICE_UNKNOWN, health.watch(request("x")).next().getStatus());
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
