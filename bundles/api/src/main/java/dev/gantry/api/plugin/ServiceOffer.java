package dev.gantry.api.plugin;

import java.util.List;
import java.util.Set;

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

  /// Full names of the methods whose calls wait for what may never happen, such as
  /// `containerd.services.tasks.v1.Tasks/Wait`. An exchange of the plugin waits for them for a
  /// second after their begin at most: they go on in the instance that they began in, after its
  /// close as well, and see by their own handles what became of others.
  default Set<String> parked() {
    return Set.of();
  }
}
