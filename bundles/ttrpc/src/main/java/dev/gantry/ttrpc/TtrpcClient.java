package dev.gantry.ttrpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One ttrpc connection as a gRPC channel: stubs and `ClientCalls` work on it unchanged. Safe on
/// any thread; the caller closes it.
///
/// A call ends with the deadline of its options or of the gRPC context it is started in, and with
/// that context. The peer is not told of a call that is given up: ttrpc has no message for it. When
/// the connection is lost every call ends with UNAVAILABLE and the text `ttrpc: closed`, and so
/// does every later one. A call that is made while the peer has long not read ends with
/// RESOURCE_EXHAUSTED. Listeners run on the executor of the call's options, else on virtual
/// threads.
public final class TtrpcClient extends io.grpc.Channel implements AutoCloseable {
  private final Channel channel;
  private final ClientConnection connection;

  private TtrpcClient(Channel channel, ClientConnection connection) {
    this.channel = channel;
    this.connection = connection;
  }

  /// Connects to a unix socket. Not to be called on an event loop.
  ///
  /// @param loops epoll's; they outlive the client
  /// @param socket the path; one that begins with NUL is a name in the abstract namespace
  /// @throws IOException when nobody listens there within the time
  public static TtrpcClient connect(EventLoopGroup loops, String socket, Duration within)
      throws IOException {
    ClientConnection connection = new ClientConnection();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loops)
            .channel(EpollDomainSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.max(1, within.toMillis()))
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Link.UNSENT)
            .handler(pipeline(connection))
            .connect(new DomainSocketAddress(socket))
            .awaitUninterruptibly();
    Throwable failure = connecting.cause();
    if (failure != null) {
      throw new IOException(
          "cannot connect to ttrpc socket \"" + socket + "\": " + failure.getMessage(), failure);
    }
    return new TtrpcClient(connecting.channel(), connection);
  }

  /// As with the path's text.
  public static TtrpcClient connect(EventLoopGroup loops, Path socket, Duration within)
      throws IOException {
    return connect(loops, socket.toString(), within);
  }

  private static ChannelInitializer<Channel> pipeline(ClientConnection connection) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new FrameDecoder(), connection);
      }
    };
  }

  @Override
  public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
    return new OutgoingCall<>(method, options, connection);
  }

  /// ttrpc knows no authority.
  @Override
  public String authority() {
    return "";
  }

  /// Whether the connection is still there.
  public boolean isOpen() {
    return channel.isActive();
  }

  /// Completes when the connection is gone, whoever closed it; what depends on it must not wait.
  public CompletableFuture<Void> closed() {
    return connection.closed().copy();
  }

  /// Closes the connection; calls under way end as if it were lost.
  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
  }
}
