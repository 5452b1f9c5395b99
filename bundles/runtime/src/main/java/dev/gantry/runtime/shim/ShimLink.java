package dev.gantry.runtime.shim;

import dev.gantry.ttrpc.TtrpcClient;
import io.grpc.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One connection to a shim, whatever it speaks. It is not made again when it is lost: every call
/// ends with UNAVAILABLE then. Safe on any thread.
interface ShimLink extends AutoCloseable {
  /// For calls as long as the connection is there.
  Channel channel();

  boolean isOpen();

  /// Completes when the connection is gone, whoever closed it; what depends on it must not wait.
  CompletableFuture<Void> closed();

  /// Calls under way end as if the connection were lost.
  @Override
  void close();

  /// @param loops outlive the connection
  /// @throws IOException when nobody answers there within the time
  static ShimLink open(EventLoopGroup loops, Bootstrap shim, Duration within) throws IOException {
    String socket = ShimAddress.parse(shim.address()).socket();
    return switch (shim.protocol()) {
      case TTRPC -> new Ttrpc(TtrpcClient.connect(loops, socket, within));
      case GRPC -> GrpcLink.connect(loops, socket, within);
    };
  }

  /// A ttrpc connection.
  record Ttrpc(TtrpcClient client) implements ShimLink {
    @Override
    public Channel channel() {
      return client;
    }

    @Override
    public boolean isOpen() {
      return client.isOpen();
    }

    @Override
    public CompletableFuture<Void> closed() {
      return client.closed();
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
