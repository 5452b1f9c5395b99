package dev.gantry.server;

import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.server.calls.CallCounter;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// gRPC on a unix socket. Calls with one request run on a bounded pool, those with more on virtual
/// threads. The connections' own threads do nothing that waits.
final class GrpcServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(GrpcServer.class.getName());

  /// Go's clients may send as many bytes of headers as of message; grpc-java takes 8 KiB unasked.
  private static final int HEADERS = 16 << 20;

  private static final int WINDOW = 4 << 20;
  private static final int SHORT_CALLS = 32;
  private static final int DRAIN_SECONDS = 5;
  private static final int LOOK_MILLIS = 100;

  /// Looks that find nothing under way; by then the last answer has left.
  private static final int QUIET_LOOKS = 3;

  private final EventLoopGroup accepting;
  private final EventLoopGroup working;
  private final ExecutorService shortCalls;
  private final ExecutorService streams;
  private final ServedMethods methods;
  private final Plugins.Watch watch;
  private final Server server;

  private GrpcServer(
      UnixSocket socket,
      GrpcConfig config,
      ServedMethods methods,
      Plugins.Watch watch,
      ServerInterceptor counting) {
    this.methods = methods;
    this.watch = watch;
    this.accepting = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    // What they do is short; more of them would only wake each other up.
    int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    this.working = new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory());
    this.shortCalls =
        // The thread that was idle last is woken first, so a few clients are served by a few
        // threads.
        new ForkJoinPool(SHORT_CALLS, GrpcServer::caller, null, true);
    this.streams =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("stream-", 0).factory());
    this.server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.path().toFile()))
            .channelFactory(PingAnswers::listener)
            .bossEventLoopGroup(accepting)
            .workerEventLoopGroup(working)
            .directExecutor()
            .callExecutor(this::executor)
            .fallbackHandlerRegistry(OneRequest.in(methods, shortCalls))
            .intercept(new CallLog())
            .intercept(counting)
            .maxInboundMessageSize(config.maxRecvMessageSize())
            .maxInboundMetadataSize(HEADERS)
            .flowControlWindow(WINDOW)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .build();
  }

  static GrpcServer start(
      GrpcConfig config, UnixSocket socket, Plugins plugins, CallCounter counter)
      throws IOException {
    socket.prepare();
    ServedMethods methods =
        new ServedMethods(plugins, ServiceOffer.Channel.GRPC, config.maxSendMessageSize());
    // What is there is offered before the socket is; the watch tells later, and of changes.
    plugins.statuses().forEach(status -> methods.changed(status, false));
    GrpcServer server =
        new GrpcServer(
            socket, config, methods, plugins.watch(methods), counter.on(ServiceOffer.Channel.GRPC));
    try {
      server.server.start();
      socket.publish();
      return server;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  private static ForkJoinWorkerThread caller(ForkJoinPool pool) {
    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    thread.setName("call-" + thread.getPoolIndex());
    return thread;
  }

  /// None where the connection's thread does: for one request that is gathered, and for what nobody
  /// serves.
  private <Q, A> @Nullable Executor executor(ServerCall<Q, A> call, Metadata headers) {
    return switch (call.getMethodDescriptor().getType()) {
      case CLIENT_STREAMING, BIDI_STREAMING -> streams;
      case UNARY, SERVER_STREAMING -> OneRequest.isCompressed(headers) ? shortCalls : null;
      case UNKNOWN -> null;
    };
  }

  /// Removes the socket, lets calls under way end within a time, and then closes the connections.
  /// Whoever still listens to a stream sees the daemon go, and not a cancelled call, after which
  /// some clients do not come back.
  @Override
  public void close() {
    server.shutdown();
    try {
      if (hasDrained()) {
        endOfCalls(); // They still tell the event loop of their end.
      }
      end(working);
      server.shutdownNow().awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
      endOfCalls();
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    watch.close();
    end(accepting);
  }

  /// Waits for calls under way, but not for those that park: they would go on for ever.
  private boolean hasDrained() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    int quiet = 0;
    while (quiet < QUIET_LOOKS && System.nanoTime() - end < 0) {
      if (server.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
      quiet = methods.isBusy() ? 0 : quiet + 1;
    }
    return false;
  }

  private void endOfCalls() throws InterruptedException {
    for (ExecutorService calls : List.of(shortCalls, streams)) {
      calls.shutdown();
      if (!calls.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(Level.WARNING, "calls go on though their clients are gone");
      }
    }
  }

  private static void end(EventLoopGroup group) {
    group
        .shutdownGracefully(0, 1, TimeUnit.SECONDS)
        .awaitUninterruptibly(DRAIN_SECONDS, TimeUnit.SECONDS);
  }
}
