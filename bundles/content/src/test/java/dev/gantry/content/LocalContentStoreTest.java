package dev.gantry.content;

import static dev.gantry.content.Samples.CALL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalContentStoreTest {
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

  @Test
  void blobIsAReadOnlyFileNamedByItsDigest() throws IOException {
    byte[] bytes = Samples.text("hello");

    Digest digest = Samples.put(store, bytes);

    Path file = root.resolve("blobs/sha256").resolve(digest.hex());
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertEquals(0444, (int) Files.getAttribute(file, "unix:mode") & 07777);
  }

  @Test
  void infoTellsSizeAndTimesOfTheFile() throws IOException {
    Digest digest = Samples.put(store, Samples.text("hello"));

    ContentInfo info = store.info(CALL, digest);

    Path file = root.resolve("blobs/sha256").resolve(digest.hex());
    assertEquals(5, info.size());
    assertEquals(Files.getLastModifiedTime(file).toInstant(), info.createdAt());
    assertEquals(Map.of(), info.labels());
  }

  @Test
  void blobsAreThereAfterReopening() {
    byte[] bytes = Samples.bytes(3_000_000, 1);
    Digest digest = Samples.put(store, bytes);
    store.close();

    store = LocalContentStore.open(root, InstantSource.system());

    assertArrayEquals(bytes, Samples.read(store, digest));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Digest digest = Samples.digest(Algorithm.SHA512, Samples.text("absent"));

    assertNotFound(digest, () -> store.info(CALL, digest));
    assertNotFound(digest, () -> store.reader(CALL, digest));
    assertNotFound(digest, () -> store.delete(CALL, digest));
    assertNotFound(digest, () -> store.update(CALL, digest, Map.of(), List.of()));
  }

  private static void assertNotFound(Digest digest, Runnable call) {
    var failure = assertThrows(GantryException.class, call::run);
    assertEquals(Fault.NOT_FOUND, failure.fault());
    assertEquals("content " + digest + ": not found", failure.getMessage());
  }

  @Test
  void labelsAreNotKeptHere() {
    Digest digest = Samples.put(store, Samples.text("hello"));

    var failure =
        assertThrows(
            GantryException.class,
            () -> store.update(CALL, digest, Map.of("a", "b"), List.of("labels")));

    assertEquals(Fault.NOT_IMPLEMENTED, failure.fault());
  }

  @Test
  void openReaderGoesOnAfterDeletion() {
    byte[] bytes = Samples.text("hello");
    Digest digest = Samples.put(store, bytes);

    try (ContentReader reader = store.reader(CALL, digest)) {
      store.delete(CALL, digest);
      ByteBuffer all = ByteBuffer.allocate(5);

      assertEquals(5, reader.read(all, 0));
      assertArrayEquals(bytes, all.array());
    }
    assertNotFound(digest, () -> store.info(CALL, digest));
  }

  @Test
  void readerReadsFromAnyPlaceUntilTheEnd() {
    Digest digest = Samples.put(store, Samples.text("hello"));

    try (ContentReader reader = store.reader(CALL, digest)) {
      ByteBuffer tail = ByteBuffer.allocate(10);

      assertEquals(5, reader.size());
      assertEquals(2, reader.read(tail, 3));
      assertEquals(-1, reader.read(tail, 5));
      assertEquals(-1, reader.read(tail, 99));
    }
  }

  @Test
  void walkShowsMatchingBlobsInOrderAndNoForeignFiles() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      expected.add(Samples.put(store, Samples.bytes(i, i)).toString());
    }
    expected.sort(null);
    Path blobs = root.resolve("blobs/sha256");
    Files.createFile(blobs.resolve("README"));
    Files.createDirectory(blobs.resolve("0".repeat(64)));

    List<String> all = new ArrayList<>();
    store.walk(CALL, Filter.ALL, info -> all.add(info.digest().toString()));
    List<String> one = new ArrayList<>();
    Filter filter = Filter.parse(List.of("digest==" + expected.get(7)));
    store.walk(CALL, filter, info -> one.add(info.digest().toString()));

    assertEquals(expected, all);
    assertEquals(List.of(expected.get(7)), one);
  }

  @Test
  void walkEndsWhenTheCallerLosesPatience() {
    Samples.put(store, Samples.text("hello"));
    var impatient =
        CALL.with(
            () -> {
              throw Fault.CANCELLED.because("");
            });

    var failure =
        assertThrows(GantryException.class, () -> store.walk(impatient, Filter.ALL, info -> {}));

    assertEquals(Fault.CANCELLED, failure.fault());
  }

  @Test
  void deletedBlobCanBeWrittenAgain() {
    byte[] bytes = Samples.text("hello");
    store.delete(CALL, Samples.put(store, bytes));

    Digest digest = Samples.put(store, bytes);

    assertArrayEquals(bytes, Samples.read(store, digest));
    assertTrue(store.statuses(CALL, Filter.ALL).isEmpty());
  }
}
