package dev.gantry.ttrpc;

import io.grpc.HandlerRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/// Serves gRPC's service definitions over ttrpc on a unix socket. Safe on any thread; the caller
/// closes it.
///
/// A handler runs in a gRPC context that has the caller's time limit and is cancelled when the
/// connection is lost; its headers are the caller's metadata, with the namespace under the key that
/// gRPC has for it. A method that is not found is UNIMPLEMENTED. Answers that are too large end the
/// call with RESOURCE_EXHAUSTED, as do requests that are too large and calls above the number that
/// may be open at a time. Reading pauses while a client has too much under way or does not take its
/// answers.
public final class TtrpcServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TtrpcServer.class.getName());

  private final ChannelGroup connections;
  private final OpenCalls calls = new OpenCalls();
  private final Channel socket;

  private TtrpcServer(
      EventLoopGroup loops, Path path, Peer peer, HandlerRegistry services, Executor executor)
      throws IOException {
    // Closed for good with the server: a connection may be accepted while it closes.
    connections = new DefaultChannelGroup(loops.next(), true);
    ChannelFuture binding =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerDomainSocketChannel.class)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Link.UNSENT)
            .childHandler(
                new ChannelInitializer<EpollDomainSocketChannel>() {
                  @Override
                  protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
                    accept(channel, peer, new ServerConnection(services, executor, calls));
                  }
                })
            .bind(new DomainSocketAddress(path.toFile()))
            .awaitUninterruptibly();
    Throwable failure = binding.cause();
    if (failure != null) {
      throw new IOException(
          "cannot listen on ttrpc socket \"" + path + "\": " + failure.getMessage(), failure);
    }
    socket = binding.channel();
  }

  /// The only user and group whose processes may connect.
  public record Peer(int uid, int gid) {
    boolean is(PeerCredentials credentials) {
      return credentials.uid() == uid && credentials.gids()[0] == gid;
    }
  }

  /// Listens on a path where no file is. Not to be called on an event loop.
  ///
  /// @param loops epoll's; they outlive the server
  /// @param executor where handlers run; how many at a time bounds the memory of their answers
  /// @throws IOException when the socket cannot be bound
  public static TtrpcServer start(
      EventLoopGroup loops, Path path, Peer peer, HandlerRegistry services, Executor executor)
      throws IOException {
    return new TtrpcServer(loops, path, peer, services, executor);
  }

  private void accept(EpollDomainSocketChannel channel, Peer peer, ServerConnection connection)
      throws IOException {
    PeerCredentials credentials = channel.peerCredentials();
    if (peer.is(credentials)) {
      connections.add(channel);
      channel.pipeline().addLast(new FrameDecoder(), connection);
    } else {
      LOG.log(
          Level.WARNING,
          "ttrpc client refused pid={0} uid={1} gid={2}",
          Integer.toString(credentials.pid()),
          Integer.toString(credentials.uid()),
          Integer.toString(credentials.gids()[0]));
      var _ = channel.close();
    }
  }

  /// Removes the socket, lets calls under way end within a time and closes the connections. Not to
  /// be called on an event loop.
  @Override
  public void close() {
    socket.close().awaitUninterruptibly();
    calls.drain();
    connections.close().awaitUninterruptibly();
  }
}
