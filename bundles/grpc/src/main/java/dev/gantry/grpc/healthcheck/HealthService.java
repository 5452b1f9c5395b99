package dev.gantry.grpc.healthcheck;

import dev.gantry.api.call.Call;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

/// Says that the server as a whole, which has no name, serves; single services are not known.
final class HealthService {
  private HealthService() {}

  static ServerServiceDefinition definition() {
    return new ServiceBuilder(HealthGrpc.getServiceDescriptor())
        .unary(HealthGrpc.getCheckMethod(), HealthService::check)
        .answers(HealthGrpc.getWatchMethod(), HealthService::watch)
        .build();
  }

  private static HealthCheckResponse check(Call call, HealthCheckRequest request) {
    if (!request.getService().isEmpty()) {
      // Not a fault of the api: health clients expect this very text.
      throw Status.NOT_FOUND.withDescription("unknown service").asRuntimeException();
    }
    return answer(ServingStatus.SERVING);
  }

  private static void watch(
      Call call, HealthCheckRequest request, Outgoing<HealthCheckResponse> answers) {
    answers.send(
        answer(
            request.getService().isEmpty()
                ? ServingStatus.SERVING
                : ServingStatus.SERVICE_UNKNOWN));
    answers.awaitCancel();
  }

  private static HealthCheckResponse answer(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
