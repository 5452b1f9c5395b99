package dev.gantry.grpc.version;

import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.services.version.v1.VersionGrpc;
import dev.gantry.proto.services.version.v1.VersionResponse;
import io.grpc.ServerServiceDefinition;

/// Answers which version this is.
final class VersionService {
  private VersionService() {}

  static ServerServiceDefinition of(String version, String revision) {
    VersionResponse answer =
        VersionResponse.newBuilder().setVersion(version).setRevision(revision).build();
    return new ServiceBuilder(VersionGrpc.getServiceDescriptor())
        .unary(VersionGrpc.getVersionMethod(), (call, request) -> answer)
        .build();
  }
}
