package dev.gantry.server;

import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.linux.Processes;
import dev.gantry.server.calls.CallCounter;
import dev.gantry.ttrpc.TtrpcServer;
import io.grpc.HandlerRegistry;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerMethodDefinition;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// ttrpc on a unix socket, for the shims alone: only processes of the daemon's own user and group
/// may connect.
final class TtrpcListener implements AutoCloseable {
  private static final int CALLS = 8;
  private static final int IDLE_SECONDS = 30;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ThreadPoolExecutor calls =
      new ThreadPoolExecutor(
          CALLS,
          CALLS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("ttrpc-call-", 0).factory());
  private final Plugins.Watch watch;
  private final TtrpcServer server;

  private TtrpcListener(UnixSocket socket, HandlerRegistry methods, Plugins.Watch watch)
      throws IOException {
    this.watch = watch;
    calls.allowCoreThreadTimeOut(true);
    TtrpcServer.Peer own =
        new TtrpcServer.Peer(Processes.effectiveUser(), Processes.effectiveGroup());
    try {
      server = TtrpcServer.start(loops, socket.path(), own, methods, calls);
    } catch (IOException e) {
      end();
      throw e;
    }
  }

  static TtrpcListener start(UnixSocket socket, Plugins plugins, CallCounter counter)
      throws IOException {
    socket.prepare();
    // ttrpc has a limit of its own for what is sent.
    ServedMethods methods =
        new ServedMethods(plugins, ServiceOffer.Channel.TTRPC, Integer.MAX_VALUE);
    plugins.statuses().forEach(status -> methods.changed(status, false));
    Attended attended = new Attended(methods, counter.on(ServiceOffer.Channel.TTRPC));
    TtrpcListener listener = new TtrpcListener(socket, attended, plugins.watch(methods));
    try {
      socket.publish();
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /// Removes the socket, lets calls under way end within a time and closes the connections.
  @Override
  public void close() {
    server.close();
    end();
  }

  private void end() {
    watch.close();
    calls.shutdown();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }

  /// Methods whose calls are counted and written down.
  private static final class Attended extends HandlerRegistry {
    private final ServedMethods methods;
    private final ServerInterceptor counting;
    private final ServerInterceptor log = new CallLog();

    Attended(ServedMethods methods, ServerInterceptor counting) {
      this.methods = methods;
      this.counting = counting;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
      return attended(methods.lookupMethod(name, authority));
    }

    private <Q, A> ServerMethodDefinition<Q, A> attended(ServerMethodDefinition<Q, A> method) {
      ServerCallHandler<Q, A> logged =
          (call, headers) -> log.interceptCall(call, headers, method.getServerCallHandler());
      return method.withServerCallHandler(
          (call, headers) -> counting.interceptCall(call, headers, logged));
    }
  }
}
