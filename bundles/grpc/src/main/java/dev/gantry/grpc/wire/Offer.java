package dev.gantry.grpc.wire;

import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Map;

/// The instance of a plugin that has nothing but services to offer.
public record Offer(Map<Channel, List<ServerServiceDefinition>> definitions)
    implements ServiceOffer {
  public Offer {
    definitions = Map.copyOf(definitions);
  }

  /// Offers one service over gRPC alone.
  public static Offer overGrpc(ServerServiceDefinition definition) {
    return new Offer(Map.of(Channel.GRPC, List.of(definition)));
  }

  @Override
  public List<ServerServiceDefinition> services(Channel channel) {
    return definitions.getOrDefault(channel, List.of());
  }
}
