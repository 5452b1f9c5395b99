package dev.gantry.contracts.diff;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.diff.DifferSubject.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Descriptor;
import dev.gantry.contracts.Changes;
import dev.gantry.contracts.Trees;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/// Turning what changed into a layer.
interface CompareRules extends DifferSubject {
  String UNCOMPRESSED = "containerd.io/uncompressed";

  private static Compare as(String mediaType) {
    return new Compare(mediaType, "", Map.of(), null);
  }

  /// A tree and what it became.
  record Changed(Ground lower, Ground upper) {}

  private Changed pair(Ground.Kind kind, Trees.Change change) {
    Ground lower = Ground.of(Ground.Kind.BIND, scratch(), Changes::base);
    Ground upper = Ground.over(kind, scratch(), lower.base());
    upper.change(change);
    return new Changed(lower, upper);
  }

  private Descriptor compare(Changed changed, Compare options) {
    return differ()
        .compare(call(), changed.lower().baseMounts(), changed.upper().mounts(), options);
  }

  private void bothWays(Ground.Kind kind, Changes change) {
    Changed changed = pair(kind, change);
    Map<String, String> before = changed.lower().tree();
    Map<String, String> after = changed.upper().tree();

    Descriptor layer = compare(changed, as(TAR));

    Ground again = Ground.over(Ground.Kind.BIND, scratch(), changed.lower().base());
    apply(again, layer);
    assertEquals(after, again.tree());
    Ground overlaid = Ground.over(Ground.Kind.OVERLAY, scratch(), changed.lower().base());
    apply(overlaid, layer);
    // A hard link to a file that did not change cannot be one between layers.
    assertEquals(withoutLinks(after), withoutLinks(overlaid.tree()));
    assertEquals(before, changed.lower().tree());
    assertEquals(after, changed.upper().tree());
  }

  private static Map<String, String> withoutLinks(Map<String, String> tree) {
    Map<String, String> bare = new TreeMap<>(tree);
    bare.replaceAll((_, line) -> line.replaceAll(" is \\S+", ""));
    return bare;
  }

  /// Names that mean removal in a layer cannot be in one as themselves.
  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WHITEOUT_NAMES")
  default void aLayerBringsEveryChangeOfATree(Changes change) {
    bothWays(Ground.Kind.BIND, change);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "WHITEOUT_NAMES")
  default void aLayerBringsEveryChangeOfAnOverlay(Changes change) {
    bothWays(Ground.Kind.OVERLAY, change);
  }

  @Test
  default void everythingIsNewOverNothing() {
    Ground nothing = Ground.empty(Ground.Kind.BIND, scratch());
    Ground tree = Ground.of(Ground.Kind.BIND, scratch(), Changes::base);

    Descriptor layer = differ().compare(call(), List.of(), tree.mounts(), as(TAR));
    apply(nothing, layer);

    assertEquals(tree.tree(), nothing.tree());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", GZIP, TAR, ZSTD})
  default void aLayerIsOfTheTypeThatIsAskedFor(String mediaType) {
    Changed changed = pair(Ground.Kind.BIND, Changes.ADD_FILES);

    Descriptor layer = compare(changed, as(mediaType));

    String expected = mediaType.isEmpty() ? GZIP : mediaType;
    byte[] bytes = read(layer);
    assertEquals(expected, layer.mediaType());
    assertEquals(digest(bytes), layer.digest());
    assertEquals(bytes.length, layer.size());
    assertTrue(looksLike(expected, bytes), expected);
    Ground again = Ground.over(Ground.Kind.BIND, scratch(), changed.lower().base());
    Descriptor applied = apply(again, layer);
    assertEquals(changed.upper().tree(), again.tree());
    assertEquals(
        expected.equals(TAR) ? null : applied.digest().toString(),
        content().info(call(), layer.digest()).labels().get(UNCOMPRESSED));
  }

  private static boolean looksLike(String mediaType, byte[] bytes) {
    int magic = ByteBuffer.wrap(bytes).getInt();
    return switch (mediaType) {
      case GZIP -> magic >>> 16 == 0x1f8b;
      case ZSTD -> magic == 0x28b52ffd;
      default -> Tar.read(bytes).stream().anyMatch(entry -> entry.name().startsWith("new/"));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {DOCKER, DOCKER + ".gzip", "application/octet-stream", TAR + "+lz4"})
  default void otherTypesAreForTheNextDiffer(String mediaType) {
    Changed changed = pair(Ground.Kind.BIND, Changes.ADD_FILES);

    assertFault(Fault.NOT_IMPLEMENTED, () -> compare(changed, as(mediaType)));
  }

  @Test
  default void theLabelsAreTheBlobs() {
    Changed changed = pair(Ground.Kind.BIND, Changes.ADD_FILES);

    Descriptor layer = compare(changed, new Compare(GZIP, "", Map.of("a", "1"), null));

    ContentInfo blob = content().info(call(), layer.digest());
    assertEquals("1", blob.labels().get("a"));
    assertTrue(blob.labels().containsKey(UNCOMPRESSED), blob.toString());
    assertEquals(layer.size(), blob.size());
  }

  @Test
  default void theSameLayerTwiceIsOneBlob() {
    Changed changed = pair(Ground.Kind.BIND, Changes.TIMES);
    Descriptor first = compare(changed, as(GZIP));
    byte[] bytes = read(first);
    content().delete(call(), first.digest());
    layer(GZIP, bytes);

    Descriptor second = compare(changed, as(GZIP));

    assertEquals(first, second);
    assertEquals(
        digest(Tar.gunzip(bytes)).toString(),
        content().info(call(), first.digest()).labels().get(UNCOMPRESSED));
  }

  @Test
  default void anIngestThatHasBegunBeginsAnew() {
    Changed changed = pair(Ground.Kind.BIND, Changes.ADD_FILES);
    try (var writer = content().writer(call(), new Ingest("ref"))) {
      writer.write(ByteBuffer.wrap(new byte[1000]));
    }

    Descriptor layer = compare(changed, new Compare(TAR, "ref", Map.of(), null));

    assertEquals(digest(read(layer)), layer.digest());
    assertEquals(List.of(), content().statuses(call(), Filter.ALL));
  }

  @Test
  default void noTimeIsLaterThanThatOfTheSource() {
    Instant epoch = Instant.ofEpochSecond(1_000_000_000);
    Instant before = epoch.minusSeconds(1);
    Changed changed =
        pair(
            Ground.Kind.BIND,
            root -> {
              Changes.ADD_FILES.on(root);
              Changes.DELETE_FILE.on(root);
              Files.writeString(root.resolve("old"), "old");
              Files.setLastModifiedTime(root.resolve("old"), FileTime.from(before));
            });

    List<TarEntry> entries =
        Tar.read(read(compare(changed, new Compare(TAR, "", Map.of(), epoch))));

    assertFalse(entries.stream().anyMatch(e -> e.time().isAfter(epoch)), entries::toString);
    assertEquals(before, time(entries, "old"));
    assertEquals(epoch, time(entries, "dir/added"));
    assertEquals(epoch, time(entries, "dir/.wh.file"));
  }

  private static Instant time(List<TarEntry> entries, String name) {
    return entries.stream()
        .filter(e -> e.name().equals(name) || e.name().equals("./" + name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in the layer"))
        .time();
  }

  @Test
  default void nothingChangedIsAnEmptyLayer() {
    Changed changed = pair(Ground.Kind.BIND, Changes.NOTHING);

    Descriptor layer = compare(changed, as(TAR));

    assertEquals(0, Tar.read(read(layer)).size());
  }
}
