package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.contracts.Together;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ingests between their writers.
interface IngestRules extends ContentSubject {
  @Test
  default void anUnknownIngestIsNotFound() {
    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "never"));
    assertFault(Fault.NOT_FOUND, () -> content().abort(call(), "never"));
    assertEquals(List.of(), content().statuses(call(), Filter.ALL));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 20, 3_000_001})
  default void aLaterWriterGoesOnWhereTheBytesEnd(int first) {
    byte[] bytes = Blobs.random(first + 1000);
    Blobs.leave(content(), call(), new Ingest("resumed"), Arrays.copyOf(bytes, first));

    try (ContentWriter writer = content().writer(call(), new Ingest("resumed"))) {
      assertEquals(first, writer.status().offset());
      assertEquals(Blobs.digest(Arrays.copyOf(bytes, first)), writer.digest());
      writer.write(ByteBuffer.wrap(bytes, first, 1000));
      writer.commit(call(), new Commit(bytes.length, Blobs.digest(bytes)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20})
  default void theSameTotalOrNoneGoesOn(long total) {
    Blobs.leave(content(), call(), new Ingest("same", 20, null), Blobs.random(10));

    try (ContentWriter writer = content().writer(call(), new Ingest("same", total, null))) {
      assertEquals(10, writer.status().offset());
      assertEquals(20, writer.status().total());
    }
  }

  @Test
  default void anotherTotalBeginsAnew() {
    byte[] bytes = Blobs.random(5);
    Blobs.leave(content(), call(), new Ingest("other", 20, null), Blobs.random(10));

    try (ContentWriter writer = content().writer(call(), new Ingest("other", 5, null))) {
      assertEquals(0, writer.status().offset());
      assertEquals(5, writer.status().total());
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(call(), new Commit(5, Blobs.digest(bytes)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
    assertEquals(5, content().info(call(), Blobs.digest(bytes)).size());
  }

  @Test
  default void statusTellsOfAnIngestThatIsLeft() {
    Blobs.leave(content(), call(), new Ingest("left", 20, null), Blobs.random(10));

    IngestStatus status = content().status(call(), "left");

    assertEquals("left", status.ref());
    assertEquals(10, status.offset());
    assertEquals(20, status.total());
    assertFalse(status.updatedAt().isBefore(status.startedAt()), status.toString());
  }

  @Test
  default void theStartStaysWhenAWriterGoesOn() {
    Blobs.leave(content(), call(), new Ingest("start"), Blobs.random(10));
    IngestStatus first = content().status(call(), "start");

    Blobs.leave(content(), call(), new Ingest("start"), Blobs.random(10));

    IngestStatus second = content().status(call(), "start");
    assertEquals(first.startedAt(), second.startedAt());
    assertFalse(second.updatedAt().isBefore(first.updatedAt()), first + " then " + second);
  }

  @Test
  default void abortForgetsTheBytes() {
    Blobs.leave(content(), call(), new Ingest("aborted"), Blobs.random(10));
    Blobs.leave(content(), call(), new Ingest("kept"), Blobs.random(10));

    content().abort(call(), "aborted");

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "aborted"));
    assertFault(Fault.NOT_FOUND, () -> content().abort(call(), "aborted"));
    assertEquals(10, content().status(call(), "kept").offset());
    try (ContentWriter writer = content().writer(call(), new Ingest("aborted"))) {
      assertEquals(0, writer.status().offset());
      assertEquals(Blobs.digest(new byte[0]), writer.digest());
    }
  }

  @Test
  default void abortDoesNotAskWhetherAWriterIsOpen() {
    ContentWriter open = Blobs.begin(content(), call(), new Ingest("open"), Blobs.random(10));
    try (open) {
      content().abort(call(), "open");
    }

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "open"));
  }

  @Test
  default void statusesShowOpenAndLeftIngestsThatMatch() {
    Blobs.leave(content(), call(), new Ingest("a", 3, null), Blobs.random(1));
    try (ContentWriter open = Blobs.begin(content(), call(), new Ingest("b"), Blobs.random(2))) {
      assertEquals(2, open.status().offset());
      assertEquals(List.of("a", "b"), refs());
      assertEquals(List.of("b"), refs("ref==b"));
      assertEquals(List.of("a", "b"), refs("ref==b", "ref~=^a$"));
      assertEquals(List.of(), refs("ref==c"));
    }
    assertEquals(List.of("a", "b"), refs());
  }

  private List<String> refs(String... filters) {
    return content().statuses(call(), Filter.parse(List.of(filters))).stream()
        .map(IngestStatus::ref)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "../../up",
        ".",
        "..",
        "/",
        "white space",
        "layer-sha256:abc",
        "ü€😀",
        "\"'"
      })
  default void anyRefIsJustAName(String ref) {
    Blobs.leave(content(), call(), new Ingest(ref), Blobs.random(3));
    Blobs.leave(content(), call(), new Ingest(ref + "x"), Blobs.random(4));

    assertEquals(List.of(ref, ref + "x"), refs());
    assertEquals(3, content().status(call(), ref).offset());
    content().abort(call(), ref);
    assertEquals(List.of(ref + "x"), refs());
  }

  @Test
  default void aLongRefIsJustAName() {
    String ref = "r".repeat(1000);
    Blobs.leave(content(), call(), new Ingest(ref), Blobs.random(3));

    assertEquals(3, content().status(call(), ref).offset());
  }

  @Test
  default void aSecondWriterIsUnavailableUntilTheFirstCloses() {
    try (ContentWriter first = content().writer(call(), new Ingest("locked"))) {
      first.write(ByteBuffer.wrap(Blobs.random(10)));
      assertFault(
          Fault.UNAVAILABLE, "locked", () -> content().writer(call(), new Ingest("locked")));
      content().writer(call(), new Ingest("free")).close();
    }

    try (ContentWriter second = content().writer(call(), new Ingest("locked"))) {
      assertEquals(10, second.status().offset());
    }
  }

  @Test
  default void oneOfManyWritersGetsTheRef() {
    int writers = 8;
    CountDownLatch tried = new CountDownLatch(writers);

    List<Optional<Fault>> ends = Together.run(writers, i -> faultOf(() -> hold("race", tried)));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.UNAVAILABLE)), ends::toString);
    content().writer(call(), new Ingest("race")).close();
  }

  /// Holds the ref until everybody has tried to get it.
  private void hold(String ref, CountDownLatch tried) {
    boolean counted = false;
    try (ContentWriter writer = content().writer(call(), new Ingest(ref))) {
      tried.countDown();
      counted = true;
      Together.until("all writers tried", () -> tried.getCount() == 0);
      writer.write(ByteBuffer.wrap(Blobs.random(1)));
    } finally {
      if (!counted) {
        tried.countDown();
      }
    }
  }
}
