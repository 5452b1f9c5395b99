package dev.gantry.metadata.gc;

import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.metadata.FixedHandle;
import dev.gantry.metadata.House;
import dev.gantry.metadata.ManualClock;
import dev.gantry.metadata.RecordingExchange;
import dev.gantry.metadata.ledger.Announcer;
import dev.gantry.metadata.ledger.Journal;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.names.StoredImages;
import dev.gantry.metadata.names.StoredLeases;
import dev.gantry.metadata.record.BlobRecord;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written between the marking and the last look.
class MarkerTest {
  private static final String REF = "containerd.io/gc.ref.content.0";

  @TempDir Path directory;
  private final ManualClock clock = new ManualClock();
  private Ledger ledger;
  private Journal journal;
  private Marker marker;

  @BeforeEach
  void open() {
    ledger =
        new Ledger(
            KeyStore.open(directory, StoreOptions.defaults()),
            new Announcer(new FixedHandle<>(new RecordingExchange())));
    blob("grandchild", Map.of());
    blob("child", ref("grandchild"));
    blob("parent", ref("child"));
    blob("attached", Map.of("containerd.io/gc.bref.content", House.digest("child").toString()));
    blob("garbage", Map.of());
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static Map<String, String> ref(String text) {
    return Map.of(REF, House.digest(text).toString());
  }

  private static Key key(String text) {
    return Table.BLOBS.key("ns", House.digest(text).toString());
  }

  private void blob(String text, Map<String, String> labels) {
    ledger.update(
        CALL,
        edit ->
            edit.put(
                Table.BLOBS,
                key(text),
                new BlobRecord(1, clock.instant(), clock.instant(), labels)));
  }

  private void mark() {
    journal = ledger.journal();
    marker = new Marker("ns", clock.instant());
    marker.mark(journal.start());
  }

  private List<Boolean> remarked() {
    return ledger.sweep(
        CALL,
        edit -> {
          marker.remark(edit.reader(), journal.written());
          journal.close();
          return kept();
        });
  }

  /// Whether parent, child, grandchild, attached and garbage are kept.
  private List<Boolean> kept() {
    return List.of("parent", "child", "grandchild", "attached", "garbage").stream()
        .map(text -> marker.isReached(key(text)))
        .toList();
  }

  @Test
  void withoutAWriteNothingChanges() {
    mark();

    assertEquals(5, marker.garbage().size());
    assertEquals(List.of(false, false, false, false, false), remarked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ref.content",
        "ref.image",
        "ref.snapshot.memory",
        "bref.container",
        "bref.content",
        "bref.image",
        "bref.snapshot.memory",
        "cond.snapshot.memory"
      })
  void labelWhoseValueCanBeNoKeyRefersToNothing(String rule) {
    String value = "usedat<1h|" + "x".repeat(40_000);
    blob("root", Map.of("containerd.io/gc.root", "1", "containerd.io/gc." + rule + "/long", value));

    mark();

    assertEquals(5, marker.garbage().size());
    assertEquals(List.of(false, false, false, false, false), remarked());
  }

  @Test
  void leaseAddedMeanwhileKeepsAllThatHangsOnIt() {
    LeaseManager leases = new StoredLeases(ledger, clock);
    leases.create(CALL, "l", Map.of());
    mark();
    leases.addResource(CALL, "l", new LeaseResource("content", House.digest("parent").toString()));

    assertEquals(List.of(true, true, true, true, false), remarked());
  }

  @Test
  void leaseMadeMeanwhileWithWhatItListsIsFollowed() {
    mark();
    LeaseManager leases = new StoredLeases(ledger, clock);
    leases.create(CALL, "l", Map.of());
    leases.addResource(CALL, "l", new LeaseResource("content", House.digest("child").toString()));

    assertEquals(List.of(false, true, true, true, false), remarked());
  }

  @Test
  void imageMadeMeanwhileKeepsItsTree() {
    mark();
    ImageStore images = new StoredImages(ledger, clock);
    images.create(CALL, House.draft("i", House.digest("child"), Map.of()));

    assertEquals(List.of(false, true, true, true, false), remarked());
  }

  @Test
  void labelSetMeanwhileOnWhatWasKeptIsFollowed() {
    blob("parent", Map.of("containerd.io/gc.root", "1"));
    mark();
    blob(
        "parent", Map.of("containerd.io/gc.root", "1", REF, House.digest("grandchild").toString()));

    assertEquals(List.of(true, false, true, false, false), remarked());
  }

  @Test
  void backReferenceSetMeanwhileIsKept() {
    blob("parent", Map.of("containerd.io/gc.root", "1"));
    mark();
    blob("garbage", Map.of("containerd.io/gc.bref.content", House.digest("parent").toString()));

    assertEquals(List.of(true, false, false, false, true), remarked());
  }

  @Test
  void whatIsWrittenAnewMeanwhileIsKeptThisTime() {
    mark();
    ledger.update(CALL, edit -> edit.delete(key("child")));
    blob("child", ref("grandchild"));

    assertEquals(List.of(false, true, true, true, false), remarked());
  }

  @Test
  void writesOfOtherNamespacesDoNotCount() {
    mark();
    ledger.update(
        CALL.in("other"),
        edit ->
            edit.put(
                Table.BLOBS,
                Table.BLOBS.key("other", House.digest("parent").toString()),
                new BlobRecord(1, clock.instant(), clock.instant(), Map.of())));

    assertEquals(List.of(false, false, false, false, false), remarked());
  }

  @Test
  void eachBatchSeesWhatWasWrittenSinceTheLast() {
    mark();
    ImageStore images = new StoredImages(ledger, clock);
    images.create(CALL, House.draft("a", House.digest("grandchild"), Map.of()));
    ledger.sweep(
        CALL,
        edit -> {
          marker.remark(edit.reader(), journal.written());
          return true;
        });
    images.create(CALL, House.draft("b", House.digest("child"), Map.of()));

    assertEquals(List.of(false, true, true, true, false), remarked());
  }
}
