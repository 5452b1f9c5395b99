package dev.gantry.proxy.wire;

import dev.gantry.proxy.UnixChannel;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A server of one service on a unix socket, with a channel to it.
public final class UnixServer implements AutoCloseable {
  /// The headers of the call that a handler answers.
  public static final Context.Key<Metadata> HEADERS = Context.key("headers");

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final Server server;
  private final UnixChannel channel;

  public UnixServer(Path folder, BindableService service) {
    Path socket = folder.resolve("s.sock");
    try {
      server =
          NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
              .bossEventLoopGroup(group)
              .workerEventLoopGroup(group)
              .channelType(EpollServerDomainSocketChannel.class)
              .intercept(new KeepHeaders())
              .addService(service)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = UnixChannel.open(socket);
  }

  public Channel channel() {
    return channel.channel();
  }

  @Override
  public void close() {
    channel.close();
    server.shutdownNow();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static final class KeepHeaders implements ServerInterceptor {
    @Override
    public <Q, P> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
      return Contexts.interceptCall(
          Context.current().withValue(HEADERS, headers), call, headers, next);
    }
  }
}
