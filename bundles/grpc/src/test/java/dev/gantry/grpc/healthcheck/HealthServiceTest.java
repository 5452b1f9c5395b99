package dev.gantry.grpc.healthcheck;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Offer;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServiceTest {
  private static final String ID = "mine";
  private static final String SERVICE = "my.Service";

  private final OnePlugin plugins = new OnePlugin(ID);
  private final ServiceStates states = new ServiceStates(plugins);
  private final Loopback loopback = new Loopback(new HealthService(states).definition());
  private final HealthGrpc.HealthBlockingStub health =
      HealthGrpc.newBlockingStub(loopback.channel());

  @AfterEach
  void stop() {
    loopback.close();
    states.close();
    // A stream that its client left ends on its own thread, which may take a moment.
    long end = System.nanoTime() + 30_000_000_000L;
    while (!plugins.isUnwatched() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertTrue(plugins.isUnwatched());
  }

  @Test
  void theServerServes() {
    assertEquals(ServingStatus.SERVING, check(""));
  }

  @Test
  void whatNobodyOffersIsNotKnown() {
    fails(Status.Code.NOT_FOUND, "unknown service", () -> check(SERVICE));
  }

  @Test
  void aServiceFollowsItsPlugin() {
    plugins.ready(Offer.overGrpc(ServerServiceDefinition.builder(SERVICE).build()));
    ServingStatus ready = check(SERVICE);
    plugins.turn(State.FAILED);
    ServingStatus failed = check(SERVICE);
    plugins.turn(State.INITIALISING);
    ServingStatus exchanged = check(SERVICE);
    plugins.go();

    assertEquals(ServingStatus.SERVING, ready);
    assertEquals(ServingStatus.NOT_SERVING, failed);
    assertEquals(ServingStatus.SERVING, exchanged);
    fails(Status.Code.NOT_FOUND, "unknown service", () -> check(SERVICE));
  }

  @Test
  void watchTellsEachChange() {
    Iterator<HealthCheckResponse> told = health.watch(request(SERVICE));
    ServingStatus first = told.next().getStatus();
    plugins.ready(Offer.overGrpc(ServerServiceDefinition.builder(SERVICE).build()));
    ServingStatus second = told.next().getStatus();
    plugins.turn(State.DISABLED);

    assertEquals(ServingStatus.SERVICE_UNKNOWN, first);
    assertEquals(ServingStatus.SERVING, second);
    assertEquals(ServingStatus.NOT_SERVING, told.next().getStatus());
  }

  private ServingStatus check(String service) {
    return health.check(request(service)).getStatus();
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
