package dev.gantry.content;

import static dev.gantry.content.Samples.CALL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final Instant START = Instant.parse("2030-01-02T03:04:05.6Z");

  @TempDir Path root;
  private Instant now = START;
  private LocalContentStore store;

  @BeforeEach
  void open() {
    store = LocalContentStore.open(root, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void filesOfAnIngestAreThoseOfTheReference() throws IOException {
    try (ContentWriter writer = store.writer(CALL, new Ingest("ns/7/ref", 12, null))) {
      Samples.write(writer, Samples.text("hello"));
      now = START.plusSeconds(9);
    }

    String hex = Samples.digest(Samples.text("ns/7/ref")).hex();
    Path ingest = root.resolve("ingest").resolve(hex);
    assertEquals("hello", Files.readString(ingest.resolve("data")));
    assertEquals("ns/7/ref", Files.readString(ingest.resolve("ref")));
    assertEquals("12", Files.readString(ingest.resolve("total")));
    assertEquals("2030-01-02T03:04:05.600Z", Files.readString(ingest.resolve("startedat")));
    assertEquals("2030-01-02T03:04:05.600Z", Files.readString(ingest.resolve("updatedat")));
  }

  @Test
  void aLaterWriterGoesOnWhereTheBytesEnd() {
    byte[] first = Samples.bytes(1_500_000, 1);
    Samples.begin(store, "r", first);
    store.close();
    store = LocalContentStore.open(root, InstantSource.system());

    Digest digest;
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      assertEquals(first.length, writer.status().offset());
      assertEquals(Samples.digest(first), writer.digest());
      assertEquals(START, writer.status().startedAt());
      Samples.write(writer, Samples.text("tail"));
      digest = writer.commit(CALL, new Commit(first.length + 4L, null, java.util.Map.of()));
    }

    assertEquals(first.length + 4, Samples.read(store, digest).length);
  }

  @Test
  void anotherTotalBeginsAnew() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 10, null))) {
      Samples.write(writer, Samples.text("0123456789"));
    }
    now = START.plusSeconds(60);

    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 3, null))) {
      assertEquals(0, writer.status().offset());
      assertEquals(3, writer.status().total());
      assertEquals(now, writer.status().startedAt());
      Samples.write(writer, Samples.text("abc"));
      Digest digest = writer.commit(CALL, new Commit(3, Samples.digest(Samples.text("abc"))));
      assertArrayEquals(Samples.text("abc"), Samples.read(store, digest));
    }
  }

  @Test
  void anUnknownTotalGoesWithAny() {
    Samples.begin(store, "r", Samples.text("ab"));

    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 3, null))) {
      assertEquals(2, writer.status().offset());
      assertEquals(3, writer.status().total());
    }
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      assertEquals(3, writer.status().total());
    }
  }

  @Test
  void statusesShowMatchingIngestsWhetherOpenOrNot() {
    Samples.begin(store, "a", Samples.text("1"));
    try (ContentWriter writer = store.writer(CALL, new Ingest("b", 9, null))) {
      Samples.write(writer, Samples.text("22"));

      List<IngestStatus> open = store.statuses(CALL, Filter.parse(List.of("ref==b")));

      assertEquals(List.of("b"), open.stream().map(IngestStatus::ref).toList());
      assertEquals(2, open.getFirst().offset());
      assertEquals(9, open.getFirst().total());
      assertEquals(2, store.statuses(CALL, Filter.ALL).size());
    }
  }

  @Test
  void updateTimeIsTheLaterOfNoteAndFile() throws IOException {
    Samples.begin(store, "r", Samples.text("1"));
    Path data = root.resolve("ingest").resolve(ContentLayout.ingestName("r")).resolve("data");
    Instant later = START.plusSeconds(1000);

    Instant noted = store.status(CALL, "r").updatedAt();
    Files.setLastModifiedTime(data, java.nio.file.attribute.FileTime.from(later));

    assertEquals(START, noted);
    assertEquals(later, store.status(CALL, "r").updatedAt());
  }

  @ParameterizedTest
  @ValueSource(strings = {"startedat", "updatedat", "total", "data"})
  void ingestOutlivesTheLossOfAnyFileButTheRef(String name) throws IOException {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r", 4, null))) {
      Samples.write(writer, Samples.text("1234"));
    }
    Path file = root.resolve("ingest").resolve(ContentLayout.ingestName("r")).resolve(name);

    Files.write(file, new byte[0]);
    assertEquals("r", store.status(CALL, "r").ref());
    Files.delete(file);
    assertEquals(1, store.statuses(CALL, Filter.ALL).size());

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      assertEquals(name.equals("data") ? 0 : 4, writer.status().offset());
    }
  }

  @Test
  void tornAndForeignEntriesAreNoIngestsAndDoNoHarm() throws IOException {
    Samples.begin(store, "good", Samples.text("1"));
    Path ingest = root.resolve("ingest");
    Path torn = Files.createDirectory(ingest.resolve(ContentLayout.ingestName("torn")));
    Files.createFile(torn.resolve("ref"));
    Files.write(torn.resolve("data"), Samples.text("old"));
    Files.createDirectory(ingest.resolve("lost+found"));
    Files.createFile(ingest.resolve(ContentLayout.ingestName("file")));
    Files.createSymbolicLink(ingest.resolve("link"), Path.of("/"));

    List<IngestStatus> statuses = store.statuses(CALL, Filter.ALL);

    assertEquals(List.of("good"), statuses.stream().map(IngestStatus::ref).toList());
    for (String ref : List.of("torn", "file")) {
      var failure = assertThrows(GantryException.class, () -> store.status(CALL, ref));
      assertEquals(Fault.NOT_FOUND, failure.fault());
      try (ContentWriter writer = store.writer(CALL, new Ingest(ref))) {
        assertEquals(0, writer.status().offset());
      }
    }
    assertEquals(3, store.statuses(CALL, Filter.ALL).size());
  }

  @Test
  void whatACommitLeftReadOnlyCanBeWrittenAgain() throws IOException {
    Samples.begin(store, "r", Samples.text("12"));
    Path data = root.resolve("ingest").resolve(ContentLayout.ingestName("r")).resolve("data");
    Files.setAttribute(data, "unix:mode", 0100444);

    Samples.begin(store, "r", Samples.text("34"));

    assertEquals("1234", Files.readString(data));
    assertEquals(0644, (int) Files.getAttribute(data, "unix:mode") & 07777);
  }

  @Test
  void resumingEndsWhenTheCallerLosesPatienceAndTheRefIsFree() {
    Samples.begin(store, "r", Samples.text("12"));
    var impatient =
        CALL.with(
            () -> {
              throw Fault.CANCELLED.because("");
            });

    assertThrows(GantryException.class, () -> store.writer(impatient, new Ingest("r")));

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      assertEquals(2, writer.status().offset());
    }
  }

  @Test
  void abortOfATornIngestRemovesIt() throws IOException {
    Path torn =
        Files.createDirectory(root.resolve("ingest").resolve(ContentLayout.ingestName("r")));
    Files.createFile(torn.resolve("data"));

    store.abort(CALL, "r");

    assertFalse(Files.exists(torn));
  }
}
