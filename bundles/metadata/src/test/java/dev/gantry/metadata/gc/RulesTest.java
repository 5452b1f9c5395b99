package dev.gantry.metadata.gc;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.TypedValue;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is kept and what goes, label by label.
class RulesTest {
  private static final String GC = "containerd.io/gc.";
  private static final String ROOT = GC + "root";
  private static final String REF = GC + "ref.content.0";

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

  private Digest put(String text, String... labels) {
    return house.put(CALL, text, map(labels));
  }

  private static Map<String, String> map(String... labels) {
    return switch (labels.length) {
      case 0 -> Map.of();
      case 2 -> Map.of(labels[0], labels[1]);
      default -> Map.of(labels[0], labels[1], labels[2], labels[3]);
    };
  }

  private Call lease(String id, String... labels) {
    house.db().leases().create(CALL, id, map(labels));
    return CALL.leasedTo(id);
  }

  private void leased(String id, String type, String name) {
    house.db().leases().addResource(CALL, id, new LeaseResource(type, name));
  }

  private void container(String id, String snapshotKey, Map<String, String> labels) {
    house
        .db()
        .containers()
        .create(
            CALL,
            new Container(
                id,
                labels,
                "",
                new RuntimeInfo("r", null),
                new TypedValue("s", new byte[0]),
                "memory",
                snapshotKey,
                Map.of(),
                "",
                Instant.EPOCH,
                Instant.EPOCH));
  }

  private boolean has(Digest digest) {
    return house.blobs().contains(digest.toString());
  }

  private List<String> images() {
    return house.db().images().list(CALL, Filter.ALL).stream().map(Image::name).toList();
  }

  private List<String> leases() {
    return house.db().leases().list(CALL, Filter.ALL).stream().map(Lease::id).toList();
  }

  private String past() {
    return house.clock.instant().minusSeconds(1).toString();
  }

  private String future() {
    return house.clock.instant().plusSeconds(1).toString();
  }

  @Test
  void whatNothingKeepsGoes() {
    put("plain");
    house.layer("base", "", Map.of());
    house.snapshots().prepare(CALL, "active", "base", Map.of());

    house.collect();

    assertEquals(List.of(), house.blobs());
    assertEquals(List.of(), house.files());
    assertEquals(List.of(), house.layers());
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void containerOfAnImpossibleSnapshotHoldsUpNoCollection() {
    Digest kept = put("kept");
    Digest own = put("own");
    Digest others = house.put(CALL.in("other"), "others", Map.of());
    container("c", "k".repeat(40_000), Map.of(REF, kept.toString()));

    house.collect();

    assertTrue(has(kept));
    assertFalse(has(own));
    assertEquals(List.of(kept), house.files());
    assertFault(Fault.NOT_FOUND, () -> house.content().info(CALL.in("other"), others));
  }

  @ParameterizedTest
  @ValueSource(strings = {ROOT, ROOT + ".x", ROOT + "ed"})
  void rootLabelKeepsBlobsAndSnapshots(String label) {
    Digest root = put("root", label, "2026");
    house.layer("base", "", Map.of());
    house.layer("top", "base", Map.of(label, "1"));

    house.collect();

    assertTrue(has(root));
    assertEquals(List.of("base", "top"), house.layers());
    assertEquals("root", house.read(CALL, root));
  }

  @ParameterizedTest
  @CsvSource({
    "ref.content, true",
    "ref.content.l.0, true",
    "ref.content/x, true",
    "ref.contents, false",
    "ref.contentx.0, false",
    "refcontent, false"
  })
  void contentReferencesAreFollowed(String label, boolean isKept) {
    Digest child = put("child");
    Digest manifest = put("manifest", GC + label, child.toString());
    house.image("i", manifest, Map.of());

    house.collect();

    assertTrue(has(manifest));
    assertEquals(isKept, has(child));
  }

  @ParameterizedTest
  @CsvSource({
    "ref.snapshot.memory, true",
    "ref.snapshot.memory/layer, true",
    "ref.snapshot.memory.x, false",
    "ref.snapshot.other, false",
    "ref.snapshot, false"
  })
  void snapshotReferencesNameTheSnapshotter(String label, boolean isKept) {
    house.layer("base", "", Map.of());
    house.layer("top", "base", Map.of());
    put("config", GC + label, "top", ROOT, "1");

    house.collect();

    assertEquals(isKept ? List.of("base", "top") : List.of(), house.layers());
  }

  @Test
  void referencesOfEveryKindOfOwnerAreFollowed() {
    Digest a = put("a");
    Digest b = put("b");
    Digest c = put("c");
    house.layer("base", "", Map.of(ROOT, "1", REF, a.toString()));
    house.image("i", House.digest("not there"), Map.of(REF, b.toString()));
    container("c", "none", Map.of(REF, c.toString()));

    house.collect();

    assertTrue(has(a));
    assertTrue(has(b));
    assertTrue(has(c));
  }

  @Test
  void referencesInACircleDoNotKeepThemselves() {
    Digest b = House.digest("b");
    Digest a = put("a", REF, b.toString());
    put("b", REF, a.toString());

    house.collect();

    assertEquals(List.of(), house.blobs());
  }

  @Test
  void referencesDoNotCrossNamespaces() {
    Digest child = put("child");
    house.put(CALL.in("other"), "root", Map.of(ROOT, "1", REF, child.toString()));

    house.collect();

    assertFalse(has(child));
    assertEquals(List.of(House.digest("root")), house.files());
  }

  @Test
  void blobStaysInTheBackendWhileAnyNamespaceHasIt() {
    Digest shared = put("shared");
    house.put(CALL.in("other"), "shared", Map.of(ROOT, "1"));

    house.collect();

    assertFalse(has(shared));
    assertEquals("shared", house.read(CALL.in("other"), shared));
  }

  @Test
  void leaseKeepsWhatItListsUntilItGoes() {
    Call leased = lease("l");
    Digest child = put("child");
    Digest blob = house.put(leased, "blob", Map.of(REF, child.toString()));
    house.snapshots().prepare(leased, "active", "", Map.of());
    house.collect();
    boolean kept = has(blob) && has(child) && house.layers().equals(List.of("active"));

    house.db().leases().delete(CALL, "l", false);
    house.collect();

    assertTrue(kept);
    assertEquals(List.of(), house.blobs());
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void flatLeaseKeepsNoMoreThanWhatItLists() {
    lease("l", GC + "flat", "1");
    Digest child = put("child");
    Digest blob = put("blob", REF, child.toString());
    Digest layer = put("layer");
    Digest manifest = put("manifest", REF, layer.toString());
    house.layer("base", "", Map.of());
    house.layer("top", "base", Map.of(REF, child.toString()));
    house.image("i", manifest, Map.of(GC + "expire", past(), REF, child.toString()));
    leased("l", "content", blob.toString());
    leased("l", "snapshots/memory", "top");
    leased("l", "images", "i");

    house.collect();

    assertTrue(has(blob));
    assertTrue(has(manifest));
    assertFalse(has(child));
    assertFalse(has(layer));
    assertEquals(List.of("base", "top"), house.layers());
    assertEquals(List.of("i"), images());
  }

  @Test
  void whatIsReachedFlatAndWholeCountsAsWhole() {
    lease("flat", GC + "flat", "1");
    lease("whole");
    Digest child = put("child");
    Digest blob = put("blob", REF, child.toString());
    leased("flat", "content", blob.toString());
    leased("whole", "content", blob.toString());

    house.collect();

    assertTrue(has(child));
  }

  @Test
  void expiredLeaseGoesWithWhatItKept() {
    lease("over", GC + "expire", past());
    lease("running", GC + "expire", future());
    lease("odd", GC + "expire", "tomorrow");
    Digest over = put("over");
    Digest running = put("running");
    Digest odd = put("odd");
    leased("over", "content", over.toString());
    leased("running", "content", running.toString());
    leased("odd", "content", odd.toString());

    house.collect();

    assertEquals(List.of("odd", "running"), leases());
    assertFalse(has(over));
    assertTrue(has(running) && has(odd));
  }

  @Test
  void expiredImageGoesUnlessItIsNeeded() {
    Digest target = put("target");
    house.image("over", target, Map.of(GC + "expire", past()));
    house.image("running", put("r"), Map.of(GC + "expire", future()));
    house.image("odd", put("o"), Map.of(GC + "expire", "soon"));
    house.image("leased", put("l"), Map.of(GC + "expire", past()));
    house.image("named", put("n"), Map.of(GC + "expire", past()));
    house.image("root", put("x"), Map.of(GC + "ref.image.x", "named"));
    lease("l");
    leased("l", "images", "leased");
    house.events.forget();

    house.collect();

    assertEquals(List.of("leased", "named", "odd", "root", "running"), images());
    assertFalse(has(target));
    assertTrue(has(House.digest("n")) && has(House.digest("l")));
    assertEquals(1, house.events.events().size());
  }

  @Test
  void containerKeepsItsSnapshot() {
    house.layer("base", "", Map.of());
    house.snapshots().prepare(CALL, "rootfs", "base", Map.of());
    container("c", "rootfs", Map.of());
    house.collect();
    List<String> kept = house.layers();

    house.db().containers().delete(CALL, "c");
    house.collect();

    assertEquals(List.of("base", "rootfs"), kept);
    assertEquals(List.of(), house.layers());
  }

  @ParameterizedTest
  @CsvSource({
    "bref.container, c, true",
    "bref.container.x, c, true",
    "bref.container, none, false",
    "bref.containers, c, false",
    "bref.content/y, ROOT, true",
    "bref.content, GARBAGE, false",
    "bref.image.1, i, true",
    "bref.snapshot.memory, kept, true",
    "bref.snapshot.memory/x, kept, true",
    "bref.snapshot.memory, gone, false"
  })
  void backReferencesHoldWhileTheTargetIsReached(String label, String value, boolean isKept) {
    String target =
        value
            .replace("ROOT", put("root", ROOT, "1").toString())
            .replace("GARBAGE", put("garbage").toString());
    house.layer("kept", "", Map.of(ROOT, "1"));
    house.layer("gone", "", Map.of());
    container("c", "kept", Map.of());
    house.image("i", House.digest("root"), Map.of());
    Digest child = put("child");
    Digest blob = put("blob", GC + label, target, REF, child.toString());
    house.layer("layer", "", Map.of(GC + label, target));
    house.image("over", blob, Map.of(GC + label, target, GC + "expire", past()));

    house.collect();

    assertEquals(isKept, has(blob));
    assertEquals(isKept, has(child));
    assertEquals(isKept, house.layers().contains("layer"));
    assertEquals(isKept, images().contains("over"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "usedat<2h|top; true",
        "usedat<30m|top; false",
        "usedat>30m|top; true",
        "usedat>2h|top; false",
        "usedat<30m,usedat<2h|top; true",
        "other<2h,usedat<1h30m|top; true",
        "usedat=1h|top; false",
        "usedat<soon|top; false",
        "usedat|top; false",
        "usedat<2h; false",
        "usedat<2h|none; false"
      })
  void conditionalReferenceHoldsWhenAConditionIsMet(String value, boolean isKept) {
    String used = house.clock.instant().minus(Duration.ofHours(1)).toString();
    house.layer("base", "", Map.of());
    house.layer("top", "base", Map.of(GC + "cond.value-usedat", used));
    house.image("i", House.digest("x"), Map.of(GC + "cond.snapshot.memory/x", value));

    house.collect();

    assertEquals(isKept ? List.of("base", "top") : List.of(), house.layers());
  }

  @Test
  void conditionOfABlobCountsAndOneWithoutAValueDoesNot() {
    String used = house.clock.instant().toString();
    house.layer("a", "", Map.of(GC + "cond.value-usedat", used));
    house.layer("b", "", Map.of());
    put("blob", GC + "cond.snapshot.memory", "usedat<1h|a", ROOT, "1");
    house.image("i", House.digest("x"), Map.of(GC + "cond.snapshot.memory", "usedat<1h|b"));

    house.collect();

    assertEquals(List.of("a"), house.layers());
  }
}
