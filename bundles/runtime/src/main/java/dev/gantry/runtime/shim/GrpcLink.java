package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;
import io.grpc.Channel;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A gRPC channel that is held to its first connection, because the loss of it is news of the shim.
final class GrpcLink implements ShimLink {
  /// From here on gRPC never closes a connection that is not used.
  private static final long FOR_EVER_DAYS = 1000;

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final ManagedChannel channel;

  private GrpcLink(EventLoopGroup loops, String socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket))
            .eventLoopGroup(loops)
            .channelFactory(this::connection)
            .executor(answer -> Thread.ofVirtual().name("shim-answer").start(answer))
            .overrideAuthority("localhost")
            .idleTimeout(FOR_EVER_DAYS, TimeUnit.DAYS)
            .usePlaintext()
            .disableRetry()
            .build();
  }

  private EpollDomainSocketChannel connection() {
    EpollDomainSocketChannel connection = new EpollDomainSocketChannel();
    var _ = connection.closeFuture().addListener(_ -> lost());
    return connection;
  }

  private void lost() {
    channel.shutdownNow();
    closed.complete(null);
  }

  static GrpcLink connect(EventLoopGroup loops, String socket, Duration within) throws IOException {
    GrpcLink link = new GrpcLink(loops, socket);
    boolean whole = false;
    try {
      link.connected().get(within.toMillis(), TimeUnit.MILLISECONDS);
      whole = true;
      return link;
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("nobody answers at gRPC socket \"" + socket + "\"", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.CANCELLED.because("connecting to gRPC socket \"" + socket + "\"", e);
    } finally {
      if (!whole) {
        link.close();
      }
    }
  }

  /// Completes when the shim has answered with its settings.
  private CompletableFuture<Void> connected() {
    CompletableFuture<Void> result = new CompletableFuture<>();
    look(result);
    return result;
  }

  private void look(CompletableFuture<Void> result) {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case READY -> result.complete(null);
      case TRANSIENT_FAILURE, SHUTDOWN ->
          result.completeExceptionally(new IOException("no connection"));
      case IDLE, CONNECTING -> channel.notifyWhenStateChanged(state, () -> look(result));
    }
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean isOpen() {
    return !closed.isDone() && !channel.isShutdown();
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
