package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.protobuf.BytesValue;
import dev.gantry.api.metrics.CallCount;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.server.calls.CallCounter;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CallCounterTest {
  @TempDir private Path folder;
  private final FakePlugins plugins = new FakePlugins();
  private final Echo echo = new Echo("one");
  private final CallCounter counter = new CallCounter();
  private GrpcServer server;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    Path path = folder.resolve("d.sock");
    plugins.ready("echo", echo);
    server =
        GrpcServer.start(GrpcConfig.defaults(""), new UnixSocket(path, -1, -1), plugins, counter);
    client = new Client(path);
  }

  @AfterEach
  void stop() {
    echo.proceed.countDown();
    client.close();
    server.close();
  }

  @Test
  void nothingIsListedBeforeItIsCalled() {
    assertEquals(List.of(), counter.calls());
  }

  @Test
  void aCountOutlivesTheInstanceThatAnswered() {
    client.call(Echo.SAY, "x");
    client.call(Echo.SAY, "x");
    plugins.ready("echo", new Echo("two"));
    client.call(Echo.SAY, "x");

    CallCount count = await(Echo.SAY, all -> all.running() == 0);
    assertEquals(3, count.calls());
    assertEquals(0, count.failed() + count.left());
    assertEquals(ServiceOffer.Channel.GRPC, count.channel());
    assertTrue(count.longest().compareTo(Duration.ZERO) > 0, count::toString);
    assertTrue(count.longest().compareTo(count.last()) >= 0, count::toString);
    assertTrue(count.total().compareTo(count.longest()) >= 0, count::toString);
  }

  @Test
  void whatIsUnderWayIsCountedAsRunning() {
    ClientCall<BytesValue, BytesValue> call = client.channel.newCall(Echo.TALK, Client.options());
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(1);

    CallCount during = await(Echo.TALK, all -> all.running() == 1);
    call.cancel("the client leaves", null);
    CallCount after = await(Echo.TALK, all -> all.running() == 0);

    assertEquals(0, during.left());
    assertEquals(1, after.left());
    assertEquals(0, after.failed());
  }

  @Test
  void whatIsAnsweredWithAnErrorOrBreaksIsCountedAsFailed() {
    client.fail(Echo.GROW, Echo.bytes(String.valueOf(64 << 20)));
    client.fail(Echo.BREAK, Echo.bytes(""));

    assertEquals(1, await(Echo.GROW, all -> all.running() == 0).failed());
    assertEquals(1, await(Echo.BREAK, all -> all.running() == 0).failed());
  }

  @Test
  void namesThatClientsMakeUpShareOneRow() {
    for (int i = 0; i < 3; i++) {
      client.fail(
          Echo.SAY.toBuilder().setFullMethodName("test.v1.Other/Say" + i).build(), Echo.bytes(""));
    }

    assertEquals(List.of("unknown"), counter.calls().stream().map(CallCount::method).toList());
    assertEquals(3, counter.calls().getFirst().failed());
  }

  /// A client has its answer a moment before the call is counted out.
  private CallCount await(MethodDescriptor<?, ?> method, Predicate<CallCount> condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      for (CallCount count : counter.calls()) {
        if (count.method().equals(method.getFullMethodName()) && condition.test(count)) {
          return count;
        }
      }
      Thread.onSpinWait();
    }
    return fail(method.getFullMethodName() + " stays " + counter.calls());
  }
}
