package dev.gantry.api.plugin;

import java.util.List;

/// Implemented by an instance that offers services to clients.
public interface ServiceOffer {
  /// Where services are offered.
  enum Channel {
    GRPC,
    TTRPC,
    TCP
  }

  /// The definitions for a channel, the same as long as the instance lives. Each is an
  /// `io.grpc.ServerServiceDefinition`; typed as an object because the api knows no transport.
  List<?> services(Channel channel);
}
