package dev.gantry.server;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.config.OwnSections;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/// The sections of the listeners.
@Component
public final class ServerSections implements OwnSections {
  @Override
  public Map<String, Record> in(Configuration configuration) {
    GrpcConfig grpc = GrpcConfig.of(configuration);
    return Map.of(GrpcConfig.URI, grpc, TtrpcConfig.URI, TtrpcConfig.of(configuration, grpc));
  }
}
