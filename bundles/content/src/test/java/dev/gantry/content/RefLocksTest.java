package dev.gantry.content;

import static dev.gantry.content.Samples.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RefLocksTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2030-01-02T03:04:05Z"));
  @TempDir Path root;
  private LocalContentStore store;

  @BeforeEach
  void open() {
    store = LocalContentStore.open(root, now::get);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aSecondWriterOfARefIsRefusedUntilTheFirstCloses() {
    ContentWriter first = store.writer(CALL, new Ingest("ns/1/r"));
    now.updateAndGet(time -> time.plusMillis(1500));

    var failure =
        assertThrows(GantryException.class, () -> store.writer(CALL, new Ingest("ns/1/r")));
    first.close();

    assertEquals(Fault.UNAVAILABLE, failure.fault());
    assertEquals(
        "ref ns/1/r locked for 1.5s (since 2030-01-02T03:04:05Z): unavailable",
        failure.getMessage());
    store.writer(CALL, new Ingest("ns/1/r")).close();
  }

  @Test
  @Timeout(60)
  void aHolderThatIsAboutToLetGoIsWaitedFor() throws Exception {
    RefLocks locks = new RefLocks(now::get, Duration.ofMinutes(1));
    RefLocks.Hold first = locks.acquire("r");
    CompletableFuture<RefLocks.Hold> second = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> second.completeAsync(() -> locks.acquire("r"), Runnable::run));
    while (!second.isDone() && waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    first.close();

    second.get().close();
  }

  @Test
  void abortForgetsTheIngest() {
    Samples.begin(store, "r", Samples.text("12"));

    store.abort(CALL, "r");

    var gone = assertThrows(GantryException.class, () -> store.status(CALL, "r"));
    assertEquals(Fault.NOT_FOUND, gone.fault());
    var again = assertThrows(GantryException.class, () -> store.abort(CALL, "r"));
    assertEquals(Fault.NOT_FOUND, again.fault());
  }

  @Test
  void abortTakesTheIngestFromAnOpenWriter() {
    ContentWriter writer = store.writer(CALL, new Ingest("r"));
    Samples.write(writer, Samples.text("12"));

    store.abort(CALL, "r");

    var write = assertThrows(GantryException.class, () -> Samples.write(writer, new byte[1]));
    assertEquals(Fault.ABORTED, write.fault());
    var commit =
        assertThrows(
            GantryException.class,
            () -> writer.commit(CALL, new Commit(2, Samples.digest(Samples.text("12")))));
    assertEquals(Fault.ABORTED, commit.fault());
    writer.close();
    assertTrue(store.statuses(CALL, Filter.ALL).isEmpty());
    Samples.begin(store, "r", Samples.text("345"));
    assertEquals(3, store.status(CALL, "r").offset());
  }

  @RepeatedTest(20)
  void abortAndCommitAtOnceLeaveABlobOrNothing() {
    byte[] bytes = Samples.bytes(200_000, 5);
    ContentWriter writer = store.writer(CALL, new Ingest("r"));
    Samples.write(writer, bytes);

    var abort = CompletableFuture.runAsync(() -> store.abort(CALL, "r")).exceptionally(e -> null);
    boolean committed = true;
    try (writer) {
      writer.commit(CALL, new Commit(bytes.length, Samples.digest(bytes)));
    } catch (GantryException e) {
      committed = false;
      assertEquals(Fault.ABORTED, e.fault());
    }
    abort.join();

    assertTrue(store.statuses(CALL, Filter.ALL).isEmpty());
    int[] blobs = {0};
    store.walk(CALL, Filter.ALL, info -> blobs[0]++);
    assertEquals(committed ? 1 : 0, blobs[0]);
  }

  @RepeatedTest(10)
  void manyCommitsOfOneBlobAtOnceMakeItOnce() {
    byte[] bytes = Samples.bytes(300_000, 6);

    var all =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> commit("r" + i, bytes)))
            .toList();
    long made = all.stream().filter(CompletableFuture::join).count();

    assertEquals(1, made);
    assertTrue(store.statuses(CALL, Filter.ALL).isEmpty());
  }

  private boolean commit(String ref, byte[] bytes) {
    try (ContentWriter writer = store.writer(CALL, new Ingest(ref))) {
      Samples.write(writer, bytes);
      writer.commit(CALL, new Commit(bytes.length, Samples.digest(bytes)));
      return true;
    } catch (GantryException e) {
      assertEquals(Fault.ALREADY_EXISTS, e.fault());
      return false;
    }
  }
}
