package dev.gantry.metadata.content;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static dev.gantry.metadata.House.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
  @TempDir Path directory;
  private House house;
  private ContentStore content;

  @BeforeEach
  void open() {
    house = new House(directory);
    content = house.content();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void committedBlobIsReadAndToldWithItsLabels() {
    Digest digest = house.put(CALL, "hello", Map.of("k", "v", "no", ""));

    ContentInfo info = content.info(CALL, digest);
    assertEquals(
        new ContentInfo(digest, 5, house.clock.instant(), house.clock.instant(), Map.of("k", "v")),
        info);
    assertEquals("hello", house.read(CALL, digest));
    assertEquals(List.of(new Event.ContentCreate(digest.toString(), 5)), house.events.events());
    assertEquals(List.of(), content.statuses(CALL, Filter.ALL));
  }

  @Test
  void blobOfAnotherNamespaceIsNotSeen() {
    Digest digest = house.put("hello");
    Call other = CALL.in("other");

    String message = "content digest " + digest + ": not found";
    assertFault(Fault.NOT_FOUND, message, () -> content.info(other, digest));
    assertFault(Fault.NOT_FOUND, message, () -> content.reader(other, digest).close());
    assertFault(Fault.NOT_FOUND, message, () -> content.delete(other, digest));
    assertFault(Fault.NOT_FOUND, message, () -> content.update(other, digest, Map.of(), List.of()));
  }

  @Test
  void expectedBlobOfTheNamespaceIsThereAlready() {
    Digest digest = house.put("hello");

    assertFault(
        Fault.ALREADY_EXISTS,
        "content " + digest + ": already exists",
        () -> content.writer(CALL, new Ingest("ref", 0, digest)).close());
    assertFault(Fault.NOT_FOUND, () -> content.status(CALL, "ref"));
  }

  @Test
  void committingABlobThatIsThereFailsAndEndsTheIngest() {
    Digest digest = house.put(CALL, "hello", Map.of("first", "1"));
    try (ContentWriter writer = content.writer(CALL, new Ingest("ref"))) {
      writer.write(utf8("hello"));

      assertFault(
          Fault.ALREADY_EXISTS,
          "content " + digest + ": already exists",
          () -> writer.commit(CALL, new Commit(5, null, Map.of("second", "2"))));
    }

    assertEquals(Map.of("first", "1"), content.info(CALL, digest).labels());
    assertFault(Fault.NOT_FOUND, () -> content.status(CALL, "ref"));
    assertEquals(1, house.events.events().size());
  }

  @Test
  void wrongSizeOrDigestLeavesTheIngest() {
    try (ContentWriter writer = content.writer(CALL, new Ingest("ref"))) {
      writer.write(utf8("hello"));

      assertFault(
          Fault.FAILED_PRECONDITION,
          "\"ref\" failed size validation: 5 != 6: failed precondition",
          () -> writer.commit(CALL, new Commit(6, null, Map.of())));
      assertFault(
          Fault.FAILED_PRECONDITION,
          "unexpected commit digest "
              + House.digest("hello")
              + ", expected "
              + House.digest("other")
              + ": failed precondition",
          () -> writer.commit(CALL, new Commit(5, House.digest("other"))));
    }

    assertEquals(5, content.status(CALL, "ref").offset());
    assertEquals(List.of(), house.blobs());
  }

  @Test
  void labelsOverTheLimitAreRefusedBeforeTheCommit() {
    try (ContentWriter writer = content.writer(CALL, new Ingest("ref"))) {
      writer.write(utf8("hello"));

      assertFault(
          Fault.INVALID_ARGUMENT,
          () -> writer.commit(CALL, new Commit(5, null, Map.of("k", "v".repeat(4096)))));
    }

    assertEquals(5, content.status(CALL, "ref").offset());
  }

  @Test
  void updateFollowsTheMaskAndMovesTheTime() {
    Digest digest = house.put(CALL, "hello", Map.of("a", "1", "b", "2"));
    house.events.forget();
    house.clock.advance(Duration.ofSeconds(1));

    ContentInfo some =
        content.update(
            CALL, digest, Map.of("c.d", "3", "x", "4"), List.of("labels.c.d", "labels.b"));
    ContentInfo all = content.update(CALL, digest, Map.of("z", "9"), List.of());

    assertEquals(Map.of("a", "1", "c.d", "3"), some.labels());
    assertEquals(house.clock.instant(), some.updatedAt());
    assertTrue(some.createdAt().isBefore(some.updatedAt()));
    assertEquals(Map.of("z", "9"), all.labels());
    assertEquals(all, content.info(CALL, digest));
    assertEquals(List.of(), house.events.events());
    assertFault(
        Fault.INVALID_ARGUMENT, () -> content.update(CALL, digest, Map.of(), List.of("size")));
  }

  @Test
  void walkIsInByteOrderAndFiltered() {
    List<String> digests =
        Stream.of("a", "b", "c")
            .map(text -> house.put(CALL, text, Map.of("t", text)).toString())
            .sorted()
            .toList();
    List<Digest> some = new ArrayList<>();

    content.walk(CALL, Filter.parse(List.of("labels.t==a")), info -> some.add(info.digest()));

    assertEquals(digests, house.blobs());
    assertEquals(List.of(House.digest("a")), some);
  }

  @Test
  void deletedBlobStaysInTheBackendUntilACollection() {
    Digest digest = house.put("hello");

    content.delete(CALL, digest);
    List<Digest> before = house.files();
    house.collect();

    assertFault(Fault.NOT_FOUND, () -> content.info(CALL, digest));
    assertEquals(List.of(digest), before);
    assertEquals(List.of(), house.files());
    assertEquals(new Event.ContentDelete(digest.toString()), house.events.events().getLast());
  }

  @Test
  void commitAddsToTheLeaseOfItsCall() {
    house.db().leases().create(CALL, "l", Map.of());
    Call leased = CALL.leasedTo("l");
    Digest digest = House.digest("hello");
    List<LeaseResource> open;
    try (ContentWriter writer = content.writer(leased, new Ingest("ref"))) {
      writer.write(utf8("hello"));
      open = house.db().leases().resources(CALL, "l");
      writer.commit(leased, new Commit(5, digest));
    }

    assertEquals(List.of(new LeaseResource("ingests", "ref")), open);
    assertEquals(
        List.of(new LeaseResource("content", digest.toString())),
        house.db().leases().resources(CALL, "l"));
    content.delete(leased, digest);
    assertEquals(List.of(), house.db().leases().resources(CALL, "l"));
  }

  @Test
  void openingWithAKnownDigestLeasesIt() {
    house.db().leases().create(CALL, "l", Map.of());
    Digest digest = house.put("hello");

    assertFault(
        Fault.ALREADY_EXISTS,
        () -> content.writer(CALL.leasedTo("l"), new Ingest("ref", 5, digest)).close());

    assertEquals(
        List.of(new LeaseResource("content", digest.toString())),
        house.db().leases().resources(CALL, "l"));
  }

  @Test
  void missingLeaseIsNotFoundAndChangesNothing() {
    Call leased = CALL.leasedTo("none");
    try (ContentWriter writer = content.writer(CALL, new Ingest("ref"))) {
      writer.write(utf8("hello"));

      assertFault(
          Fault.NOT_FOUND,
          "lease does not exist: not found",
          () -> writer.commit(leased, new Commit(5, null, Map.of())));
    }
    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist: not found",
        () -> content.writer(leased, new Ingest("other")).close());

    assertEquals(5, content.status(CALL, "ref").offset());
    assertEquals(List.of(), house.files());
  }
}
