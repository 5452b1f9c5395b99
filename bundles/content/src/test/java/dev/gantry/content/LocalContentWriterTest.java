package dev.gantry.content;

import static dev.gantry.content.Samples.CALL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalContentWriterTest {
  @TempDir Path root;
  private LocalContentStore store;

  @BeforeEach
  void open() {
    store = LocalContentStore.open(root, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 131_071, 131_072, 20_000_003})
  void anySizeIsWrittenAndHashedInChunksOfAnySize(int size) {
    byte[] bytes = Samples.bytes(size, size);

    Digest digest;
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      int chunk = 1;
      for (int at = 0; at < size; at += chunk, chunk = Math.min(chunk * 3, 4 << 20)) {
        writer.write(ByteBuffer.wrap(bytes, at, Math.min(chunk, size - at)));
      }
      digest = writer.commit(CALL, new Commit(size, Samples.digest(bytes)));
    }

    assertArrayEquals(bytes, Samples.read(store, digest));
  }

  @Test
  void digestAndStatusFollowEveryWrite() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 9, null))) {
      Samples.write(writer, Samples.text("ab"));
      assertEquals(Samples.digest(Samples.text("ab")), writer.digest());

      Samples.write(writer, Samples.text("cd"));

      assertEquals(Samples.digest(Samples.text("abcd")), writer.digest());
      assertEquals(4, writer.status().offset());
      assertEquals(9, writer.status().total());
      assertEquals("r", writer.status().ref());
    }
  }

  @Test
  void directBuffersAreWrittenFromTheirPosition() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8).put(Samples.text("..abcd..")).flip();
    buffer.position(2).limit(6);

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      writer.write(buffer);

      assertEquals(Samples.digest(Samples.text("abcd")), writer.digest());
      assertFalse(buffer.hasRemaining());
    }
  }

  @Test
  void commitLeavesNoIngest() throws IOException {
    Samples.put(store, Samples.text("hello"));

    try (var names = Files.list(root.resolve("ingest"))) {
      assertEquals(0, names.count());
    }
  }

  @Test
  void commitWithoutExpectationsTakesTheDigestThatIs() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, Samples.text("hello"));

      Digest digest = writer.commit(CALL, new Commit(0, null, Map.of("ignored", "here")));

      assertEquals(Samples.digest(Samples.text("hello")), digest);
      assertEquals(5, writer.status().offset());
    }
  }

  @Test
  void wrongSizeIsRefusedAndTheIngestStays() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("ns/1/r"))) {
      Samples.write(writer, Samples.text("hello"));

      var failure =
          assertThrows(
              GantryException.class, () -> writer.commit(CALL, new Commit(7, null, Map.of())));

      assertEquals(Fault.FAILED_PRECONDITION, failure.fault());
      assertEquals(
          "\"ns/1/r\" failed size validation: 5 != 7: failed precondition", failure.getMessage());
    }
    assertEquals(5, store.status(CALL, "ns/1/r").offset());
  }

  @Test
  void wrongDigestIsRefusedAndTheIngestStays() {
    Digest wrong = Samples.digest(Samples.text("other"));
    Digest right = Samples.digest(Samples.text("hello"));
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, Samples.text("hello"));

      var failure =
          assertThrows(GantryException.class, () -> writer.commit(CALL, new Commit(5, wrong)));

      assertEquals(Fault.FAILED_PRECONDITION, failure.fault());
      assertEquals(
          "unexpected commit digest " + right + ", expected " + wrong + ": failed precondition",
          failure.getMessage());
    }
    try (ContentWriter again = store.writer(CALL, new Ingest("r"))) {
      assertEquals(right, again.commit(CALL, new Commit(5, right)));
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void digestOfAnotherAlgorithmIsComputedAtCommit(Algorithm algorithm) throws IOException {
    byte[] bytes = Samples.bytes(2_500_000, 7);
    Digest expected = Samples.digest(algorithm, bytes);

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, bytes);
      assertEquals(expected, writer.commit(CALL, new Commit(bytes.length, expected)));
    }

    Path file = root.resolve("blobs").resolve(algorithm.id()).resolve(expected.hex());
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertEquals(expected, store.info(CALL, expected).digest());
  }

  @Test
  void writerHashesByTheExpectedAlgorithm() {
    byte[] bytes = Samples.text("hello");
    Digest expected = Samples.digest(Algorithm.SHA512, bytes);

    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 0, expected))) {
      Samples.write(writer, bytes);

      assertEquals(expected, writer.digest());
    }
  }

  @Test
  void blobThatIsThereAlreadyIsNotWrittenTwice() {
    byte[] bytes = Samples.text("hello");
    Digest digest = Samples.put(store, bytes);

    var atOpen =
        assertThrows(GantryException.class, () -> store.writer(CALL, new Ingest("r", 0, digest)));
    assertEquals(Fault.ALREADY_EXISTS, atOpen.fault());
    assertEquals("content " + digest + ": already exists", atOpen.getMessage());
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, bytes);
      var atCommit =
          assertThrows(GantryException.class, () -> writer.commit(CALL, new Commit(5, digest)));
      assertEquals(Fault.ALREADY_EXISTS, atCommit.fault());
    }

    var gone = assertThrows(GantryException.class, () -> store.status(CALL, "r"));
    assertEquals(Fault.NOT_FOUND, gone.fault());
    assertArrayEquals(bytes, Samples.read(store, digest));
  }

  @Test
  void truncateForgetsAllBytes() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, Samples.bytes(40 << 20, 3));
      writer.truncate(0);
      Samples.write(writer, Samples.text("new"));

      Digest digest = writer.commit(CALL, new Commit(3, Samples.digest(Samples.text("new"))));

      assertArrayEquals(Samples.text("new"), Samples.read(store, digest));
    }
  }

  @Test
  void truncateToAnyOtherSizeIsNotImplemented() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, Samples.text("hello"));

      var failure = assertThrows(GantryException.class, () -> writer.truncate(3));

      assertEquals(Fault.NOT_IMPLEMENTED, failure.fault());
      assertEquals(5, writer.status().offset());
    }
  }

  @Test
  void closedWriterRefusesEverything() {
    ContentWriter writer = store.writer(CALL, new Ingest("r"));
    writer.close();
    writer.close();

    var failure =
        assertThrows(GantryException.class, () -> Samples.write(writer, Samples.text("x")));

    assertEquals(Fault.FAILED_PRECONDITION, failure.fault());
  }

  @Test
  void bytesBehindAFailedWriteNeverReachTheBlob() throws IOException {
    byte[] bytes = Samples.text("hello");
    Digest digest;

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, bytes);
      // What a write that failed half way and could not be cut back would leave.
      Path data = root.resolve("ingest").resolve(ContentLayout.ingestName("r")).resolve("data");
      Files.write(data, Samples.text("hello and more"));
      digest = writer.commit(CALL, new Commit(5, Samples.digest(bytes)));
    }

    assertTrue(Arrays.equals(bytes, Samples.read(store, digest)));
  }
}
