package dev.gantry.grpc.healthcheck;

import dev.gantry.api.call.Call;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Says of the server as a whole, which has no name, and of each service whether it can be called.
final class HealthService {
  private final ServiceStates states;

  HealthService(ServiceStates states) {
    this.states = states;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(HealthGrpc.getServiceDescriptor())
        .unary(HealthGrpc.getCheckMethod(), this::check)
        .answers(HealthGrpc.getWatchMethod(), this::watch)
        .build();
  }

  private HealthCheckResponse check(Call call, HealthCheckRequest request) {
    return answer(
        states
            .of(request.getService())
            // Not a fault of the api: health clients expect this very text.
            .orElseThrow(
                () -> Status.NOT_FOUND.withDescription("unknown service").asRuntimeException()));
  }

  private void watch(Call call, HealthCheckRequest request, Outgoing<HealthCheckResponse> answers) {
    Semaphore changes = new Semaphore(1);
    AtomicBoolean gone = new AtomicBoolean();
    try (Plugins.Watch _ = states.whenChanged(changes::release)) {
      answers.whenCancelled(
          () -> {
            gone.set(true);
            changes.release();
          });
      ServingStatus told = ServingStatus.UNKNOWN;
      while (!gone.get()) {
        changes.acquireUninterruptibly();
        changes.drainPermits();
        ServingStatus now = states.of(request.getService()).orElse(ServingStatus.SERVICE_UNKNOWN);
        if (now != told) {
          told = now;
          answers.send(answer(now));
        }
      }
    }
  }

  private static HealthCheckResponse answer(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
