package dev.gantry.metadata.gc;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static dev.gantry.metadata.House.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.House;
import dev.gantry.metadata.MemorySnapshotter;
import dev.gantry.metadata.RecordingExchange.Told;
import dev.gantry.store.Key;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorTest {
  @TempDir Path directory;
  private House house;

  @BeforeEach
  void open() {
    house = new House(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void begin(Call call, String ref) {
    try (ContentWriter writer = house.content().writer(call, new Ingest(ref))) {
      writer.write(utf8("begun"));
    }
  }

  private List<String> refs() {
    return house.content().statuses(CALL, Filter.ALL).stream().map(s -> s.ref()).toList();
  }

  @Test
  void collectionSaysWhatItRemoved() {
    String past = house.clock.instant().minusSeconds(1).toString();
    Map<String, String> expired = Map.of("containerd.io/gc.expire", past);
    house.db().leases().create(CALL, "l", expired);
    house.put("a");
    house.put(CALL.in("other"), "a", Map.of());
    house.layer("base", "", Map.of());
    house.image("i", House.digest("a"), expired);
    begin(CALL, "ref");
    house.clock.advance(Duration.ofDays(2));

    Collection first = house.db().collect(CALL);
    Collection second = house.db().collect(CALL);

    assertEquals(
        Map.of("leases", 1, "content", 2, "snapshots", 1, "images", 1, "ingests", 1),
        first.removed());
    assertTrue(first.paused().compareTo(first.elapsed()) <= 0, first.toString());
    assertEquals(Map.of(), second.removed());
  }

  @Test
  void removedSnapshotsAndImagesAreToldInTheirNamespace() {
    String past = house.clock.instant().minusSeconds(1).toString();
    house.put("a");
    house.layer("base", "", Map.of());
    house.image("i", House.digest("a"), Map.of("containerd.io/gc.expire", past));
    house.events.forget();

    house.collect();

    assertEquals(
        List.of(
            new Told("ns", new Event.SnapshotRemove("base", "memory")),
            new Told("ns", new Event.ImageDelete("i"))),
        house.events.told());
  }

  @Test
  void unleasedIngestLivesADayAfterItWasOpenedLast() {
    begin(CALL, "old");
    begin(CALL, "renewed");
    house.clock.advance(Duration.ofHours(23));
    begin(CALL, "renewed");
    house.clock.advance(Duration.ofHours(2));

    house.collect();

    assertEquals(List.of("renewed"), refs());
    assertEquals(1, house.bytes.statuses(CALL, Filter.ALL).size());
  }

  @Test
  void leasedIngestLivesWithItsLease() {
    house.db().leases().create(CALL, "l", Map.of());
    begin(CALL.leasedTo("l"), "ref");
    house.clock.advance(Duration.ofDays(9));
    house.collect();
    List<String> kept = refs();

    house.db().leases().delete(CALL, "l", false);
    house.collect();

    assertEquals(List.of("ref"), kept);
    assertEquals(List.of(), refs());
    assertEquals(List.of(), house.bytes.statuses(CALL, Filter.ALL));
  }

  @Test
  void snapshotsAreRemovedChildrenFirstAndThenCleanedUp() {
    house.layer("a", "", Map.of());
    house.layer("b", "a", Map.of());
    house.layer("c", "b", Map.of());
    house.layer("d", "a", Map.of());

    house.collect();

    List<String> names =
        house.backend.removed().stream().map(k -> k.substring(k.lastIndexOf('/') + 1)).toList();
    assertEquals(4, names.size());
    assertEquals("a", names.getLast());
    assertTrue(names.indexOf("c") < names.indexOf("b"));
    assertEquals(1, house.backend.cleanups());
  }

  @Test
  void backendIsLookedAtAfterAStartAndThenOnlyWhenSomethingWent() {
    house.collect();
    house.collect();
    house.layer("kept", "", Map.of("containerd.io/gc.root", "1"));
    house.collect();
    int quiet = house.backend.cleanups();
    house.reopen();
    house.collect();

    assertEquals(1, quiet);
    assertEquals(2, house.backend.cleanups());
  }

  @Test
  void strangersInTheBackendsAreRemoved() {
    try (ContentWriter writer = house.bytes.writer(CALL, new Ingest("blob"))) {
      writer.write(utf8("blob"));
      writer.commit(CALL, new Commit(4, House.digest("blob")));
    }
    house.bytes.writer(CALL, new Ingest("ingest")).close();
    house.backend.addCommitted("ns/7/base", "", Map.of());
    house.backend.prepare(CALL, "odd", "ns/7/base", Map.of());

    house.collect();

    assertEquals(List.of(), house.files());
    assertEquals(List.of(), house.bytes.statuses(CALL, Filter.ALL));
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void removalThatFailsIsTriedAgain() {
    house.put("a");
    house.layer("base", "", Map.of());
    house.backend.before(
        name -> {
          if (name.equals("remove")) {
            throw Fault.UNAVAILABLE.because("disk");
          }
        });
    house.bytes.before(
        name -> {
          throw Fault.UNAVAILABLE.because("disk");
        });

    house.collect();
    int left = house.files().size() + house.backend.keys().size();
    house.backend.before(name -> {});
    house.bytes.before(name -> {});
    house.collect();

    assertEquals(2, left);
    assertEquals(List.of(), house.files());
    assertEquals(List.of(), house.backend.keys());
  }

  /// As a file that cannot be deleted makes it do.
  @ParameterizedTest
  @ValueSource(strings = {"walk", "remove", "cleanup"})
  void snapshotterThatFailsUnexpectedlyHoldsUpNothingElse(String step) {
    MemorySnapshotter second = new MemorySnapshotter();
    house.snapshotters.add("second", second);
    house.put("a");
    house.layer("base", "", Map.of());
    house.db().snapshotters().named("second").prepare(CALL, "x", "", Map.of());
    house.backend.before(failingAt(step));

    Collection done = house.db().collect(CALL);
    int cleaned = house.backend.cleanups();
    List<Digest> files = house.files();
    house.backend.before(name -> {});
    house.collect();

    assertEquals(Map.of("content", 1, "snapshots", 2), done.removed());
    assertEquals(0, cleaned);
    assertEquals(List.of(), files);
    assertEquals(1, second.cleanups());
    assertEquals(List.of(), second.keys());
    assertEquals(1, house.backend.cleanups());
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void contentThatFailsUnexpectedlyIsTriedAgain() {
    house.put("a");
    house.bytes.before(failingAt("delete"));

    Collection done = house.db().collect(CALL);
    int left = house.files().size();
    house.bytes.before(name -> {});
    house.collect();

    assertEquals(Map.of("content", 1), done.removed());
    assertEquals(1, left);
    assertEquals(List.of(), house.files());
  }

  private static Consumer<String> failingAt(String step) {
    return name -> {
      if (name.equals(step)) {
        throw new UncheckedIOException(new AccessDeniedException("/file"));
      }
    };
  }

  @Test
  void snapshotterThatIsAwayIsSweptWhenItIsBack() {
    house.layer("base", "", Map.of());
    house.snapshotters.remove("memory");
    house.collect();
    List<String> left = house.backend.keys();
    house.snapshotters.add("memory", house.backend);

    house.collect();

    assertEquals(1, left.size());
    assertEquals(List.of(), house.layers());
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void snapshottersAreKeptApart() {
    MemorySnapshotter second = new MemorySnapshotter();
    house.snapshotters.add("second", second);
    house.layer("base", "", Map.of("containerd.io/gc.root", "1"));
    house.db().snapshotters().named("second").prepare(CALL, "base", "", Map.of());

    house.collect();

    assertEquals(List.of("base"), house.layers());
    assertEquals(List.of(), second.keys());
  }

  @Test
  void damagedRecordStopsTheCollectionOfItsNamespace() {
    house.put("a");
    house.store().update(tx -> tx.put(Key.of("v1", "in", "ns", "image", "i"), new byte[] {9}));

    assertFault(Fault.DATA_LOSS, house::collect);

    assertEquals(1, house.blobs().size());
    assertEquals(1, house.files().size());
  }

  @Test
  void mutationsDuringAFailedCollectionStillCountAsDeletions() {
    boolean[] deletions = {false};
    house.put("a");
    house.content().delete(CALL, House.digest("a"));
    house.store().update(tx -> tx.put(Key.of("v1", "in", "ns", "image", "i"), new byte[] {9}));
    try (var _ = house.db().watch(deleted -> deletions[0] = deleted)) {
      assertFault(Fault.DATA_LOSS, house::collect);
      house.db().leases().create(CALL, "l", Map.of());
    }

    assertTrue(deletions[0]);
  }
}
