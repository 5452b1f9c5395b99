package dev.gantry.runtime.task;

import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.ttrpc.TtrpcServer;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/// The process of a shim double: serves tasks at a socket until it is told to shut down.
final class DoubleMain {
  private DoubleMain() {}

  /// @param words socket, `ttrpc` or `grpc`, the version that is served, how it behaves
  public static void main(String[] words) throws IOException {
    Path socket = Path.of(words[0]);
    DoubleTasks tasks = new DoubleTasks(words[3]);
    ServerServiceDefinition service = as(words[2], tasks);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    if (words[1].equals("grpc")) {
      NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
          .bossEventLoopGroup(loops)
          .workerEventLoopGroup(loops)
          .channelType(EpollServerDomainSocketChannel.class)
          .addService(service)
          .build()
          .start();
    } else {
      MutableHandlerRegistry services = new MutableHandlerRegistry();
      services.addService(service);
      Path self = Path.of("/proc/self");
      TtrpcServer server =
          TtrpcServer.start(
              loops,
              socket,
              new TtrpcServer.Peer(id(self, "unix:uid"), id(self, "unix:gid")),
              services,
              Executors.newCachedThreadPool());
      tasks.leavesBy(server::close);
    }
  }

  private static int id(Path process, String kind) throws IOException {
    return (int) Files.getAttribute(process, kind);
  }

  /// The same service under the name of a version.
  private static ServerServiceDefinition as(String version, BindableService service) {
    ServerServiceDefinition.Builder renamed =
        ServerServiceDefinition.builder(TaskGrpc.SERVICE_NAME.replace("v2", "v" + version));
    service.bindService().getMethods().forEach(method -> add(renamed, version, method));
    return renamed.build();
  }

  private static <Q, A> void add(
      ServerServiceDefinition.Builder service,
      String version,
      ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> old = method.getMethodDescriptor();
    String name = old.getFullMethodName().replace("v2", "v" + version);
    service.addMethod(
        old.toBuilder().setFullMethodName(name).build(), method.getServerCallHandler());
  }
}
