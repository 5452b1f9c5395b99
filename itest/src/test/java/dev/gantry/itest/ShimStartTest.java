package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.proto.task.v2.ConnectRequest;
import dev.gantry.proto.task.v2.ShutdownRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.runtime.shim.Bootstrap;
import dev.gantry.runtime.shim.ShimAddress;
import dev.gantry.runtime.shim.ShimCommand;
import dev.gantry.runtime.shim.ShimEnvironment;
import dev.gantry.runtime.shim.ShimFiles;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.ShimPrograms;
import dev.gantry.ttrpc.TtrpcClient;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The runtime's way with the stock shim: found, started, reached, ended and removed.
@Timeout(180)
class ShimStartTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }

  @Test
  void theStockShimIsStartedReachedAndRemoved() throws Exception {
    String bin = Clients.prepared().bin();
    Path program = new ShimPrograms(folder).find("io.containerd.runc.v2", bin);
    ShimLayout.Bundle bundle =
        new ShimLayout(folder.resolve("state"), folder.resolve("root")).bundle("start", "one");
    ShimFiles files = new ShimFiles(bundle);
    files.create("{\"ociVersion\":\"1.0.2\"}".getBytes(StandardCharsets.UTF_8));
    Command.of(60, "mkfifo", bundle.log().toString()).run();
    Process log = new ProcessBuilder("cat", bundle.log().toString()).start();
    ShimCommand command = new ShimCommand(daemon(bin), program, "start", "one", bundle.directory());

    Bootstrap bootstrap = command.start(Call.DAEMON, LONG);
    files.writeBootstrap(bootstrap);
    int pid = connectAndEnd(files.bootstrap().orElseThrow());
    // Nothing was created, of which this shim's program cannot tell the end.
    GantryException nothing = assertThrows(GantryException.class, () -> command.delete(LONG));
    files.delete();
    log.destroy();

    assertEquals(2, bootstrap.version());
    assertTrue(pid > 1);
    assertEquals(Fault.UNKNOWN, nothing.fault());
    assertFalse(Files.exists(bundle.directory()) || Files.exists(bundle.work()));
    assertEquals(
        Optional.empty(), ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(h -> pid));
  }

  private int connectAndEnd(Bootstrap bootstrap) throws Exception {
    String socket = ShimAddress.parse(bootstrap.address()).socket();
    try (TtrpcClient client = TtrpcClient.connect(loops, socket, LONG)) {
      var task = TaskGrpc.newBlockingStub(client).withDeadlineAfter(60, TimeUnit.SECONDS);
      int pid = task.connect(ConnectRequest.newBuilder().setId("one").build()).getShimPid();
      task.shutdown(ShutdownRequest.newBuilder().setId("one").setNow(true).build());
      client.closed().get(60, TimeUnit.SECONDS);
      ProcessHandle.of(pid).ifPresent(shim -> shim.onExit().join());
      return pid;
    }
  }

  private ShimCommand.Daemon daemon(String bin) {
    return new ShimCommand.Daemon(
        folder.resolve("d.sock").toString(),
        folder.resolve("d.sock.ttrpc").toString(),
        Path.of("/bin/false"),
        false,
        new ShimEnvironment(
            Map.of("PATH", bin + ":" + System.getenv("PATH")),
            () -> {
              throw Fault.NOT_IMPLEMENTED.because("nothing is added");
            },
            Map.of()));
  }
}
