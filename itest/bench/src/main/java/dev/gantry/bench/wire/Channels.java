package dev.gantry.bench.wire;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Makes channels to daemons, all on the same event loops.
public final class Channels implements AutoCloseable {
  private static final int LARGEST_MESSAGE = 32 << 20;
  private static final long START_SECONDS = 120;
  private static final long POLL_NANOS = 500_000;

  /// Held, or its level would be forgotten: it warns of each channel that unix sockets know no
  /// SO_KEEPALIVE.
  private final Logger bootstrap = Logger.getLogger("io.netty.bootstrap");

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());

  public Channels() {
    bootstrap.setLevel(Level.SEVERE);
  }

  /// A channel of its own connection, which the caller shuts.
  public ManagedChannel open(Daemon daemon) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER),
        daemon.namespace());
    return NettyChannelBuilder.forAddress(new DomainSocketAddress(daemon.socket().toFile()))
        .channelType(EpollDomainSocketChannel.class)
        .eventLoopGroup(loops)
        .overrideAuthority("localhost")
        .usePlaintext()
        .maxInboundMessageSize(LARGEST_MESSAGE)
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  /// Returns as soon as a daemon that was just started accepts connections.
  public void awaitSocket(Daemon daemon) {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(daemon.socket());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!accepts(address)) {
      daemon.mustRun();
      if (System.nanoTime() > end) {
        throw new Failure(
            daemon.name() + " opens no socket in " + START_SECONDS + " s:\n" + daemon.endOfLog());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static boolean accepts(UnixDomainSocketAddress address) {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(address);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
