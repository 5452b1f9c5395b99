package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.ServerMethodDefinition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServedMethodsTest {
  private static final String SAY = Echo.SERVICE + "/Say";

  private final FakePlugins plugins = new FakePlugins();
  private final ServedMethods methods =
      new ServedMethods(plugins, ServiceOffer.Channel.GRPC, GrpcConfig.MESSAGE_SIZE);

  @BeforeEach
  void watch() {
    plugins.watch(methods);
  }

  @Test
  void aReadyPluginIsServedAndAGoneOneForgotten() {
    FakeHandle handle = plugins.ready("a", new Echo("a"));
    assertSame(handle, handleOf(SAY));

    plugins.go("a");

    assertNull(handleOf(SAY));
    assertEquals(0, handle.uses());
  }

  @Test
  void aDisabledPluginIsForgotten() {
    plugins.ready("a", new Echo("a"));

    plugins.turn("a", State.DISABLED);

    assertNull(handleOf(SAY));
  }

  @Test
  void aPluginThatFailsOrWaitsStaysKnown() {
    FakeHandle handle = plugins.ready("a", new Echo("a"));

    plugins.turn("a", State.FAILED);
    plugins.turn("a", State.WAITING);

    assertSame(handle, handleOf(SAY));
  }

  @Test
  void theFirstOfTwoServesAMethodAndTheOtherTakesOver() {
    FakeHandle first = plugins.ready("a", new Echo("a"));
    FakeHandle second = plugins.ready("b", new Echo("b"));
    assertSame(first, handleOf(SAY));

    plugins.ready("a", new Echo("a, again"));
    assertSame(first, handleOf(SAY));
    plugins.go("a");

    assertSame(second, handleOf(SAY));
  }

  @Test
  void whatAnExchangedInstanceOffersNoMoreIsForgotten() {
    plugins.ready("a", new Echo("a"));

    plugins.ready("a", "no service");

    assertNull(handleOf(SAY));
  }

  @Test
  void aPluginThatBreaksWhenAskedHurtsNobodyElse() {
    FakeHandle good = plugins.ready("a", new Echo("a"));

    FakeHandle broken =
        plugins.ready(
            "b",
            (ServiceOffer)
                channel -> {
                  throw new IllegalStateException("broken on purpose");
                });
    FakeHandle foreign = plugins.ready("c", (ServiceOffer) channel -> List.of("no definition"));

    assertSame(good, handleOf(SAY));
    assertEquals(0, broken.uses() + foreign.uses());
  }

  @Test
  void aPluginThatWentBeforeItWasAskedIsLeftOut() {
    FakeHandle handle = plugins.handle("a");
    handle.fail(Fault.UNAVAILABLE.because("gone again"));

    plugins.turn("a", State.READY);

    assertNull(handleOf(SAY));
  }

  @Test
  void pluginsMayChangeOnManyThreads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    FakeHandle stays = plugins.ready("stays", new Echo("stays"));
    for (int i = 0; i < 8; i++) {
      String id = "p" + i;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int round = 0; round < 200; round++) {
                      plugins.ready(id, new Echo(id));
                      assertSame(stays, handleOf(SAY));
                      plugins.go(id);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertSame(stays, handleOf(SAY));

    plugins.go("stays");

    assertNull(handleOf(SAY));
  }

  private @Nullable Object handleOf(String name) {
    ServerMethodDefinition<?, ?> method = methods.lookupMethod(name, null);
    return method.getServerCallHandler() instanceof HeldMethod held ? held.plugin() : null;
  }
}
