package dev.gantry.metadata.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.metadata.Faults;
import dev.gantry.metadata.Threads;
import dev.gantry.metadata.ledger.Holds.Hold;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HoldsTest {
  private final Holds holds = new Holds();

  @Test
  void nameIsHeldByOneUntilItLetsGo() {
    Hold first = holds.hold(Call.DAEMON, "x");

    boolean whileHeld = holds.tryHold("x").isPresent();
    boolean other = holds.tryHold("y").isPresent();
    first.close();

    assertFalse(whileHeld);
    assertTrue(other);
    assertTrue(holds.tryHold("x").isPresent());
  }

  @Test
  void secondWaitsForTheFirst() {
    Hold first = holds.hold(Call.DAEMON, "x");
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Void> second =
        Threads.start(() -> holds.hold(Call.DAEMON.with(waiting::countDown), "x").close());

    Threads.await(waiting);
    boolean early = second.isDone();
    first.close();
    second.orTimeout(20, TimeUnit.SECONDS).join();

    assertFalse(early);
    assertTrue(holds.tryHold("x").isPresent());
  }

  @Test
  void callerThatLosesPatienceStopsWaiting() {
    try (Hold _ = holds.hold(Call.DAEMON, "x")) {
      Call impatient =
          Call.DAEMON.with(
              () -> {
                throw Fault.CANCELLED.because("");
              });

      Faults.assertFault(Fault.CANCELLED, () -> holds.hold(impatient, "x").close());
    }
    assertTrue(holds.tryHold("x").isPresent());
  }
}
