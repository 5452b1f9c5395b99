package dev.gantry.server;

import dev.gantry.api.config.Configuration;

/// The section `io.containerd.server.v1.grpc`.
///
/// @param uid owner of the socket; -1 for the daemon's own
/// @param gid group of the socket; -1 for the daemon's own
/// @param maxRecvMessageSize bytes; larger requests are refused; 0 for the default
/// @param maxSendMessageSize bytes; larger answers are refused; 0 for the default
public record GrpcConfig(
    String address, int uid, int gid, int maxRecvMessageSize, int maxSendMessageSize) {
  static final String URI = "io.containerd.server.v1.grpc";
  static final int MESSAGE_SIZE = 16 << 20;

  public GrpcConfig {
    maxRecvMessageSize = maxRecvMessageSize > 0 ? maxRecvMessageSize : MESSAGE_SIZE;
    maxSendMessageSize = maxSendMessageSize > 0 ? maxSendMessageSize : MESSAGE_SIZE;
  }

  static GrpcConfig of(Configuration configuration) {
    return configuration.section(URI, defaults(configuration.grpcAddress()));
  }

  static GrpcConfig defaults(String address) {
    return new GrpcConfig(address, -1, -1, MESSAGE_SIZE, MESSAGE_SIZE);
  }
}
