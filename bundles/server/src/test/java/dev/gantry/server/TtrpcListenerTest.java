package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.BytesValue;
import dev.gantry.api.metrics.CallCount;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.server.calls.CallCounter;
import dev.gantry.ttrpc.TtrpcClient;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TtrpcListenerTest {
  @TempDir private Path folder;
  private final FakePlugins plugins = new FakePlugins();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final CallCounter counter = new CallCounter();
  private Path path;
  private FakeHandle handle;
  private TtrpcListener listener;
  private TtrpcClient client;

  @BeforeEach
  void start() throws IOException {
    path = folder.resolve("d.sock.ttrpc");
    handle = plugins.ready("echo", overTtrpc("one"));
    listener = TtrpcListener.start(new UnixSocket(path, -1, -1), plugins, counter);
    client = TtrpcClient.connect(loops, path, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() {
    client.close();
    listener.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }

  @Test
  void whatIsOfferedToTtrpcIsServed() throws InterruptedException {
    assertEquals("one:x", say("x"));
    handle.awaitUnused();
  }

  @Test
  void aReplacedPluginServesTheNextCallAndTheCountGoesOn() {
    assertEquals("one:x", say("x"));
    plugins.ready("echo", overTtrpc("two"));

    assertEquals("two:x", say("x"));
    assertEquals(List.of(2L), counter.calls().stream().map(CallCount::calls).toList());
  }

  @Test
  void whatIsOfferedToGrpcAloneIsNotServed() {
    plugins.ready("echo", new Echo("grpc"));

    assertEquals("service test.v1.Echo", refusal(Echo.SAY));
  }

  @Test
  void whatNobodyServesIsNamedAsTtrpcDoes() {
    assertEquals(
        "method Shout",
        refusal(Echo.SAY.toBuilder().setFullMethodName("test.v1.Echo/Shout").build()));
    assertEquals(
        "service test.v1.Other",
        refusal(Echo.SAY.toBuilder().setFullMethodName("test.v1.Other/Say").build()));
  }

  @Test
  void theSocketIsForOwnerAndGroupAndGoesWithItsListener() throws IOException {
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));

    listener.close();

    assertEquals("rw-rw----", mode);
    assertTrue(Files.notExists(path));
    assertEquals(0, plugins.listeners());
  }

  private static ServiceOffer overTtrpc(String name) {
    Echo echo = new Echo(name);
    return channel ->
        channel == ServiceOffer.Channel.TTRPC
            ? echo.services(ServiceOffer.Channel.GRPC)
            : List.of();
  }

  private String say(String text) {
    return ClientCalls.blockingUnaryCall(client, Echo.SAY, Client.options(), Echo.bytes(text))
        .getValue()
        .toStringUtf8();
  }

  private String refusal(MethodDescriptor<BytesValue, BytesValue> method) {
    Status status =
        assertThrows(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(client, method, Client.options(), Echo.bytes("")))
            .getStatus();
    assertEquals(Status.Code.UNIMPLEMENTED, status.getCode());
    return String.valueOf(status.getDescription());
  }
}
