package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Empty;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Shim;
import dev.gantry.proto.services.events.ttrpc.v1.EventsGrpc;
import dev.gantry.proto.services.events.ttrpc.v1.ForwardRequest;
import dev.gantry.proto.task.v2.ConnectRequest;
import dev.gantry.proto.task.v2.CreateTaskRequest;
import dev.gantry.proto.task.v2.DeleteRequest;
import dev.gantry.proto.task.v2.ShutdownRequest;
import dev.gantry.proto.task.v2.StartRequest;
import dev.gantry.proto.task.v2.StateRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.task.v2.TaskGrpc.TaskBlockingStub;
import dev.gantry.proto.task.v2.WaitRequest;
import dev.gantry.proto.types.Envelope;
import dev.gantry.ttrpc.TtrpcClient;
import dev.gantry.ttrpc.TtrpcServer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Our ttrpc and the stock shim, which calls us as we call it.
@Timeout(180)
class ShimWireTest {
  @TempDir private Path folder;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ExecutorService handlers = Executors.newFixedThreadPool(4);
  private final Forwarded events = new Forwarded();
  private Clients clients;
  private TtrpcServer server;

  @BeforeEach
  void listen() throws IOException {
    clients = Clients.prepared();
    MutableHandlerRegistry services = new MutableHandlerRegistry();
    services.addService(events);
    Path self = Path.of("/proc/self");
    TtrpcServer.Peer own =
        new TtrpcServer.Peer(
            (int) Files.getAttribute(self, "unix:uid"), (int) Files.getAttribute(self, "unix:gid"));
    server = TtrpcServer.start(loops, folder.resolve("d.sock.ttrpc"), own, services, handlers);
  }

  @AfterEach
  void stop() {
    server.close();
    handlers.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }

  @Test
  void aShimAnswersWhoItIsAndWhatItDoesNotKnow() throws Exception {
    try (Shim shim = Shim.prepare(folder, "idle", clients, "true");
        TtrpcClient client = connect(shim)) {
      TaskBlockingStub task = stub(client);

      int pid = task.connect(ConnectRequest.newBuilder().setId("idle").build()).getShimPid();
      StatusRuntimeException unknown =
          assertThrows(
              StatusRuntimeException.class,
              () -> task.state(StateRequest.newBuilder().setId("idle").build()));
      shutDown(task, ShutdownRequest.newBuilder().setId("idle").setNow(true).build());
      client.closed().get(60, TimeUnit.SECONDS);

      assertTrue(pid > 1);
      assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
      assertEquals("container not created: not found", unknown.getStatus().getDescription());
    }
  }

  @Test
  void aContainerLivesAndItsEventsComeInOrder() throws Exception {
    try (Shim shim = Shim.prepare(folder, "life", clients, "exit 7");
        TtrpcClient client = connect(shim)) {
      TaskBlockingStub task = stub(client);

      int pid = task.create(creation(shim)).getPid();
      var wait =
          TaskGrpc.newFutureStub(client).wait(WaitRequest.newBuilder().setId("life").build());
      int started = task.start(StartRequest.newBuilder().setId("life").build()).getPid();
      int status = wait.get(60, TimeUnit.SECONDS).getExitStatus();
      int deleted = task.delete(DeleteRequest.newBuilder().setId("life").build()).getExitStatus();
      List<String> topics = events.topics(4);
      shutDown(task, ShutdownRequest.newBuilder().setId("life").build());
      client.closed().get(60, TimeUnit.SECONDS);

      assertEquals(pid, started);
      assertEquals(7, status);
      assertEquals(7, deleted);
      assertEquals(
          List.of("/tasks/create", "/tasks/start", "/tasks/exit", "/tasks/delete"), topics);
      assertEquals(List.of(shim.namespace()), events.namespaces());
    }
  }

  private TtrpcClient connect(Shim shim) throws IOException {
    return TtrpcClient.connect(loops, shim.start(), Duration.ofSeconds(30));
  }

  private static TaskBlockingStub stub(TtrpcClient client) {
    return TaskGrpc.newBlockingStub(client).withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  /// A shim that does as it is told may be gone before its answer is.
  private static void shutDown(TaskBlockingStub task, ShutdownRequest request) {
    try {
      task.shutdown(request);
    } catch (StatusRuntimeException e) {
      assertEquals("UNAVAILABLE: ttrpc: closed", e.getMessage());
    }
  }

  private static CreateTaskRequest creation(Shim shim) {
    return CreateTaskRequest.newBuilder().setId("life").setBundle(shim.bundle().toString()).build();
  }

  /// What shims forward.
  private static final class Forwarded extends EventsGrpc.EventsImplBase {
    private final BlockingQueue<Envelope> envelopes = new LinkedBlockingQueue<>();
    private final List<String> namespaces = new ArrayList<>();

    @Override
    public void forward(ForwardRequest request, StreamObserver<Empty> answer) {
      envelopes.add(request.getEnvelope());
      answer.onNext(Empty.getDefaultInstance());
      answer.onCompleted();
    }

    List<String> topics(int count) throws InterruptedException {
      List<String> topics = new ArrayList<>();
      while (topics.size() < count) {
        Envelope envelope = envelopes.poll(60, TimeUnit.SECONDS);
        if (envelope == null) {
          throw new AssertionError("only " + topics + " came");
        }
        topics.add(envelope.getTopic());
        namespaces.add(envelope.getNamespace());
      }
      return topics;
    }

    List<String> namespaces() {
      return namespaces.stream().distinct().toList();
    }
  }
}
