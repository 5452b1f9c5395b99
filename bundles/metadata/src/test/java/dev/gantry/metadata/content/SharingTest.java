package dev.gantry.metadata.content;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static dev.gantry.metadata.House.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingTest {
  private static final Call OTHER = CALL.in("other");

  @TempDir Path directory;
  private House house;
  private Digest digest;

  @BeforeEach
  void open() {
    house = new House(directory);
    digest = house.put(CALL, "hello", Map.of("containerd.io/gc.root", "1"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private ContentStore content() {
    return house.content();
  }

  @Test
  void sharedIngestIsWholeAtOnceAndNeedsNoBytes() {
    Digest made;
    IngestStatus status;
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 5, digest))) {
      status = writer.status();
      assertEquals(digest, writer.digest());
      made = writer.commit(OTHER, new Commit(5, digest, Map.of("k", "v")));
    }

    assertEquals("ref", status.ref());
    assertEquals(5, status.offset());
    assertEquals(5, status.total());
    assertEquals(digest, status.expected());
    assertEquals(digest, made);
    assertEquals("hello", house.read(OTHER, digest));
    assertEquals(Map.of("k", "v"), content().info(OTHER, digest).labels());
    assertEquals(Map.of("containerd.io/gc.root", "1"), content().info(CALL, digest).labels());
  }

  @Test
  void sharedIngestIsSeenByItsWriterOnly() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 5, digest))) {
      assertEquals(5, writer.status().offset());
      assertEquals(List.of(), content().statuses(OTHER, Filter.ALL));
      assertFault(
          Fault.NOT_FOUND, "ingest \"ref\": not found", () -> content().status(OTHER, "ref"));
    }

    content().abort(OTHER, "ref");
    assertFault(Fault.NOT_FOUND, () -> content().abort(OTHER, "ref"));
  }

  @Test
  void anotherTotalOrNoExpectationMeansWritingAgain() {
    try (ContentWriter other = content().writer(OTHER, new Ingest("a", 6, digest));
        ContentWriter none = content().writer(OTHER, new Ingest("b", 5, null))) {
      assertEquals(0, other.status().offset());
      assertEquals(0, none.status().offset());
    }
  }

  @Test
  void blobOfTheBackendIsCommittedWithoutATrace() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref"))) {
      writer.write(utf8("hello"));
      assertEquals(digest, writer.commit(OTHER, new Commit(5, digest)));
    }

    assertEquals("hello", house.read(OTHER, digest));
  }

  @Test
  void wrongCommitOfASharedIngestIsRefused() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 0, digest))) {
      assertFault(
          Fault.FAILED_PRECONDITION,
          "\"ref\" failed size validation: 5 != 4: failed precondition",
          () -> writer.commit(OTHER, new Commit(4, null, Map.of())));
      assertFault(
          Fault.FAILED_PRECONDITION, () -> writer.commit(OTHER, new Commit(5, House.digest("x"))));
      writer.commit(OTHER, new Commit(0, null, Map.of()));
    }
    assertEquals("hello", house.read(OTHER, digest));
  }

  @Test
  void writingToASharedIngestMakesItOneOfItsOwn() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 0, digest))) {
      writer.write(utf8(" world"));
      assertEquals(11, writer.status().offset());
      writer.commit(OTHER, new Commit(11, House.digest("hello world")));
    }

    assertEquals("hello world", house.read(OTHER, House.digest("hello world")));
    assertFault(Fault.NOT_FOUND, () -> content().info(OTHER, digest));
  }

  @Test
  void truncatedSharedIngestBeginsAnew() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 0, digest))) {
      writer.truncate(0);
      writer.write(utf8("other"));
    }

    assertEquals(5, content().status(OTHER, "ref").offset());
    assertEquals(null, content().status(OTHER, "ref").expected());
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref"))) {
      assertEquals(House.digest("other"), writer.digest());
    }
  }

  @Test
  void sharedIngestKeepsItsBlobFromCollection() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 0, digest))) {
      content().delete(CALL, digest);
      house.collect();
      writer.commit(OTHER, new Commit(5, digest));
    }

    assertEquals("hello", house.read(OTHER, digest));
  }

  @Test
  void abortedSharedIngestLetsGo() {
    content().writer(OTHER, new Ingest("ref", 0, digest)).close();
    content().abort(OTHER, "ref");
    content().delete(CALL, digest);
    house.collect();

    assertEquals(List.of(), house.files());
  }

  @Test
  void bytesOfAnIngestThatBecameSharedAreRemoved() {
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref"))) {
      writer.write(utf8("begun"));
    }
    house.collect();
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 5, digest))) {
      writer.commit(OTHER, new Commit(5, digest));
    }
    int left = house.bytes.statuses(CALL, Filter.ALL).size();

    house.collect();

    assertEquals(1, left);
    assertEquals(List.of(), house.bytes.statuses(CALL, Filter.ALL));
  }

  @Test
  void isolatedNamespacesWriteTheBytesAgain() {
    house.reopen(Sharing.ISOLATED);
    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 5, digest))) {
      assertEquals(0, writer.status().offset());
      writer.write(utf8("hello"));
      writer.commit(OTHER, new Commit(5, digest));
    }

    assertEquals("hello", house.read(OTHER, digest));
    assertEquals(List.of(digest), house.files());
  }

  @Test
  void shareableNamespaceSharesAlsoWhenOthersAreIsolated() {
    house.reopen(Sharing.ISOLATED);
    house
        .db()
        .namespaces()
        .update(CALL, "ns", Map.of("containerd.io/namespace.shareable", "true"), List.of());

    try (ContentWriter writer = content().writer(OTHER, new Ingest("ref", 5, digest))) {
      assertEquals(5, writer.status().offset());
    }
  }

  @Test
  void unknownPolicyIsRefused() {
    assertFault(Fault.INVALID_ARGUMENT, () -> Sharing.parse("open"));
    assertEquals(Sharing.ISOLATED, Sharing.parse("isolated"));
  }
}
