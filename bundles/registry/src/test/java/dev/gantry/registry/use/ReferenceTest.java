package dev.gantry.registry.use;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReferenceTest {
  private final Port port = new Port("t.a.a");
  private final Handle<String> handle = new Reference<>(port, String.class);

  @Test
  void aUseCountsUntilItIsClosedAndOnce() {
    Served served = new Served("object");
    port.serve(served);

    Handle.Use<String> use = handle.open();

    assertEquals(1, served.uses());
    assertTrue(Reference.isUser());
    use.close();
    use.close();
    assertEquals(0, served.uses());
    assertFalse(Reference.isUser());
    assertThrows(IllegalStateException.class, use::get);
  }

  @Test
  void aShutObjectIsDrainedByTheLastUse() {
    Served served = new Served("object");
    port.serve(served);
    Handle.Use<String> use = handle.open();

    CompletableFuture<Void> drained = served.shut();

    assertFalse(drained.isDone());
    assertFalse(served.enter());
    use.close();
    assertTrue(drained.isDone());
  }

  @Test
  void callersThatAreHeldGetWhatComes() {
    port.hold("it is exchanged", System.nanoTime() + Duration.ofSeconds(20).toNanos());
    CompletableFuture<String> held = new CompletableFuture<>();
    Thread caller = Thread.ofVirtual().start(() -> held.complete(handle.with(Function.identity())));
    while (caller.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    port.serve(new Served("new"));

    assertEquals("new", held.join());
  }

  @Test
  void aHoldThatIsOverIsUnavailable() {
    port.hold("it is exchanged", System.nanoTime());

    GantryException failure = assertThrows(GantryException.class, handle::open);

    assertEquals(Fault.UNAVAILABLE, failure.fault());
    assertEquals("plugin \"t.a.a\": it is exchanged: unavailable", failure.getMessage());
  }

  @Test
  void aMissingPluginIsNotImplemented() {
    GantryException failure = assertThrows(GantryException.class, handle::open);

    assertEquals(Fault.NOT_IMPLEMENTED, failure.fault());
  }

  @Test
  void anInterruptedWaitIsCancelledAndLeaksNothing() throws InterruptedException {
    port.hold("it is exchanged", System.nanoTime() + Duration.ofSeconds(20).toNanos());
    CompletableFuture<Fault> fault = new CompletableFuture<>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  GantryException failure = assertThrows(GantryException.class, handle::open);
                  fault.complete(failure.fault());
                });

    caller.interrupt();

    assertEquals(Fault.CANCELLED, fault.join());
    caller.join();
  }

  @Test
  void aForgottenObjectIsNotHeld() {
    Served served = new Served("object");

    served.forget();

    assertEquals(null, served.object());
  }
}
