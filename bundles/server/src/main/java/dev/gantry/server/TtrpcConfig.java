package dev.gantry.server;

import dev.gantry.api.config.Configuration;

/// The section `io.containerd.server.v1.ttrpc`.
///
/// @param address path of the socket; empty for none
/// @param uid owner of the socket; -1 for the daemon's own
/// @param gid group of the socket; -1 for the daemon's own
public record TtrpcConfig(String address, int uid, int gid) {
  static final String URI = "io.containerd.server.v1.ttrpc";

  /// As configured; what is not said is as for gRPC.
  static TtrpcConfig of(Configuration configuration, GrpcConfig grpc) {
    return configuration.section(
        URI, new TtrpcConfig(configuration.ttrpcAddress(), grpc.uid(), grpc.gid()));
  }
}
