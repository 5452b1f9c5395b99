package dev.gantry.server;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.server.calls.CallCounter;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
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

  /// Comes after gRPC, which clients wait for; none when it is not wanted or could not be opened.
  private final CompletableFuture<@Nullable TtrpcListener> ttrpc;

  @Activate
  public Listeners(
      @Reference Configuration configuration,
      @Reference Plugins plugins,
      @Reference CallCounter counter,
      @Reference(target = "(gantry.role=exit)") Consumer<String> exit) {
    grpc = openGrpc(configuration, plugins, counter, exit);
    ttrpc = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("ttrpc-open")
        .start(
            () ->
                ttrpc.complete(
                    grpc == null ? null : openTtrpc(configuration, plugins, counter, exit)));
  }

  private static @Nullable GrpcServer openGrpc(
      Configuration configuration, Plugins plugins, CallCounter counter, Consumer<String> exit) {
    try {
      Unserved.warn(configuration);
      GrpcConfig config = GrpcConfig.of(configuration);
      UnixSocket socket =
          new UnixSocket(Path.of(configuration.grpcAddress()), config.uid(), config.gid());
      GrpcServer server = GrpcServer.start(config, socket, plugins, counter);
      LOG.log(Level.INFO, "serving address=\"{0}\"", socket.path());
      return server;
    } catch (IOException | ConfigException | IllegalArgumentException e) {
      exit.accept("gRPC is not served: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable TtrpcListener openTtrpc(
      Configuration configuration, Plugins plugins, CallCounter counter, Consumer<String> exit) {
    try {
      TtrpcConfig config = TtrpcConfig.of(configuration, GrpcConfig.of(configuration));
      if (config.address().isEmpty()) {
        return null;
      }
      UnixSocket socket = new UnixSocket(Path.of(config.address()), config.uid(), config.gid());
      TtrpcListener listener = TtrpcListener.start(socket, plugins, counter);
      LOG.log(Level.INFO, "serving ttrpc address=\"{0}\"", socket.path());
      return listener;
    } catch (IOException | RuntimeException e) { // A thread's edge: whoever closes waits for it.
      exit.accept("ttrpc is not served: " + e.getMessage());
      return null;
    }
  }

  @Deactivate
  void close() {
    TtrpcListener shims = ttrpc.join();
    if (shims != null) {
      shims.close();
    }
    if (grpc != null) {
      grpc.close();
      LOG.log(Level.INFO, "serving ended");
    }
  }
}
