package dev.gantry.server;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Plugins;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Opens the listeners when the registry publishes its plugins, which it does when the first pass
/// over them is complete, and closes them when it takes them back.
@Component(service = {})
public final class Listeners {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

  private final GrpcServer grpc;

  @Activate
  public Listeners(
      @Reference Configuration configuration,
      @Reference Plugins plugins,
      @Reference(target = "(gantry.role=exit)") Consumer<String> exit)
      throws IOException {
    try {
      GrpcConfig config =
          configuration.section(GrpcConfig.URI, GrpcConfig.defaults(configuration.grpcAddress()));
      UnixSocket socket =
          new UnixSocket(Path.of(configuration.grpcAddress()), config.uid(), config.gid());
      grpc = GrpcServer.start(config, socket, plugins);
      Unserved.warn(configuration);
      LOG.log(Level.INFO, "serving address=\"{0}\"", socket.path());
    } catch (IOException | ConfigException | IllegalArgumentException e) {
      exit.accept("gRPC is not served: " + e.getMessage());
      throw e;
    }
  }

  @Deactivate
  void close() {
    grpc.close();
    LOG.log(Level.INFO, "serving ended");
  }
}
