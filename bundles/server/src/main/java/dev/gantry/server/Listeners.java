package dev.gantry.server;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Plugins;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Opens the listeners when the registry publishes its plugins, which it does when the first pass
/// over them is complete, and closes them when it takes them back.
@Component(service = {})
public final class Listeners {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  /// None when it could not be opened.
  private final @Nullable GrpcServer grpc;

  @Activate
  public Listeners(
      @Reference Configuration configuration,
      @Reference Plugins plugins,
      @Reference(target = "(gantry.role=exit)") Consumer<String> exit) {
    grpc = open(configuration, plugins, exit);
  }

  private static @Nullable GrpcServer open(
      Configuration configuration, Plugins plugins, Consumer<String> exit) {
    try {
      Unserved.warn(configuration);
      GrpcConfig config =
          configuration.section(GrpcConfig.URI, GrpcConfig.defaults(configuration.grpcAddress()));
      UnixSocket socket =
          new UnixSocket(Path.of(configuration.grpcAddress()), config.uid(), config.gid());
      GrpcServer server = GrpcServer.start(config, socket, plugins);
      LOG.log(Level.INFO, "serving address=\"{0}\"", socket.path());
      return server;
    } catch (IOException | ConfigException | IllegalArgumentException e) {
      exit.accept("gRPC is not served: " + e.getMessage());
      return null;
    }
  }

  @Deactivate
  void close() {
    if (grpc != null) {
      grpc.close();
      LOG.log(Level.INFO, "serving ended");
    }
  }
}
