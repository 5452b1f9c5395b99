package dev.gantry.runtime.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.events.Envelope;
import dev.gantry.proto.events.TaskOOM;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WatchedTaskTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final FakeEvents events = new FakeEvents();
  private final OomNotices notices = new OomNotices(events, PATIENCE);
  private final WatchedTask task = new WatchedTask(new WatchedTask.Key("ns", "id"), notices);
  private final CountDownLatch shimHeard = new CountDownLatch(1);

  @AfterEach
  void close() {
    notices.close();
  }

  private void hear() {
    notices.hear(
        (id, notice) -> {
          assertEquals("id", id);
          task.heard(notice.timestamp());
          shimHeard.countDown();
        });
  }

  private @Nullable Envelope told(Duration within) throws InterruptedException {
    return events.told.poll(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Test
  void everyKillIsToldThatTheShimIsSilentAbout() throws Exception {
    hear();

    task.killed();
    task.killed();
    Envelope first = told(Duration.ofSeconds(60));
    Envelope second = told(Duration.ofSeconds(60));
    task.killed();
    Envelope third = told(Duration.ofSeconds(60));

    assertTrue(first != null && second != null && third != null);
    assertEquals("ns", first.namespace());
    assertEquals("/tasks/oom", first.topic());
    var event = first.event();
    assertTrue(event != null);
    assertEquals("containerd.events.TaskOOM", event.typeUrl());
    assertEquals("id", TaskOOM.parseFrom(event.value()).getContainerId());
    assertNull(told(PATIENCE.plusSeconds(1)));
  }

  @Test
  void aKillThatTheShimTellsOfIsNotToldAgain() throws Exception {
    hear();

    task.killed();
    events.oom("ns", "id");
    shimHeard.await();
    Envelope shims = told(Duration.ofSeconds(60));
    Envelope ours = told(PATIENCE.plusSeconds(1));

    assertTrue(shims != null);
    assertNull(ours);
  }

  @Test
  void aShimThatHasToldOnceIsTrustedFromThenOn() throws Exception {
    hear();
    events.oom("ns", "id");
    shimHeard.await();
    told(Duration.ofSeconds(60));

    task.killed();

    assertNull(told(PATIENCE.plusSeconds(1)));
  }

  @Test
  void whatIsKeptIsClosedOnceItIsOver() {
    AtomicBoolean closed = new AtomicBoolean();
    AtomicBoolean late = new AtomicBoolean();
    task.keep(() -> closed.set(true));

    task.close();
    task.keep(() -> late.set(true));

    assertTrue(closed.get());
    assertTrue(late.get());
  }
}
