package dev.gantry.proxy;

import dev.gantry.api.errors.Fault;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A channel to the daemon behind a unix socket. It connects with the first call, and again when
/// the connection is lost. Safe for any number of threads; whoever opened it closes it.
public final class UnixChannel implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UnixChannel.class.getName());
  private static final int LARGEST_MESSAGE = 16 << 20;
  private static final int LARGEST_HEADERS = 16 << 20;
  private static final long CLOSE_SECONDS = 5;

  private final EventLoopGroup group;
  private final ManagedChannel channel;

  private UnixChannel(EventLoopGroup group, ManagedChannel channel) {
    this.group = group;
    this.channel = channel;
  }

  /// A channel to this socket, with a thread of its own.
  public static UnixChannel open(Path socket) {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .eventLoopGroup(group)
            .channelType(EpollDomainSocketChannel.class)
            .overrideAuthority("localhost")
            .usePlaintext()
            .disableRetry()
            // Listeners of this bundle only take a lock for a moment.
            .directExecutor()
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .maxInboundMetadataSize(LARGEST_HEADERS)
            .build();
    return new UnixChannel(group, channel);
  }

  /// What the clients of the api are made with.
  public Channel channel() {
    return channel;
  }

  /// Ends all calls.
  @Override
  public void close() {
    channel.shutdownNow();
    awaitDisconnection();
    group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// Waits while the transport closes its socket, which it cannot do any more once its thread has
  /// gone: the daemon would take the client for one that only says nothing.
  private void awaitDisconnection() {
    try {
      if (!channel.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "connection still open seconds={0}", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      throw Fault.CANCELLED.because("the closing thread was interrupted", e);
    }
  }
}
