package dev.gantry.grpc.wire;

import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The instance of a plugin that has nothing but services to offer.
///
/// @param parked as [ServiceOffer#parked]
public record Offer(Map<Channel, List<ServerServiceDefinition>> definitions, Set<String> parked)
    implements ServiceOffer {
  public Offer {
    definitions = Map.copyOf(definitions);
    parked = Set.copyOf(parked);
  }

  public Offer(Map<Channel, List<ServerServiceDefinition>> definitions) {
    this(definitions, Set.of());
  }

  /// Offers one service over gRPC alone.
  public static Offer overGrpc(ServerServiceDefinition definition) {
    return new Offer(Map.of(Channel.GRPC, List.of(definition)));
  }

  /// The same, where calls of one method wait for what may never happen.
  public Offer parking(MethodDescriptor<?, ?> method) {
    return new Offer(definitions, Set.of(method.getFullMethodName()));
  }

  @Override
  public List<ServerServiceDefinition> services(Channel channel) {
    return definitions.getOrDefault(channel, List.of());
  }
}
