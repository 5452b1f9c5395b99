package dev.gantry.contracts.diff;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.diff.DifferSubject.digest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.diff.Compare;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Descriptor;
import dev.gantry.contracts.Changes;
import dev.gantry.contracts.Programs;
import dev.gantry.contracts.Trees;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Media types, compression and archives as other programs write them.
interface FormatRules extends DifferSubject {
  private Ground ground() {
    return Ground.empty(Ground.Kind.BIND, scratch());
  }

  private static byte[] archive() {
    byte[] bytes = new byte[200_000];
    ThreadLocalRandom.current().nextBytes(bytes);
    return Tar.of(TarEntry.file("file", bytes), TarEntry.file("last", "x"));
  }

  @ParameterizedTest
  @CsvSource({
    TAR + ", false",
    GZIP + ", true",
    GZIP + ", false",
    DOCKER + ", false",
    DOCKER + ".gzip, true",
    DOCKER + ".gzip, false"
  })
  default void theMediaTypeTellsHowToUnpack(String mediaType, boolean compressed) {
    byte[] archive = archive();
    Ground ground = ground();

    Descriptor applied = apply(ground, layer(mediaType, compressed ? Tar.gzip(archive) : archive));

    assertEquals(TAR, applied.mediaType());
    assertEquals(digest(archive), applied.digest());
    assertEquals(archive.length, applied.size());
    assertEquals(List.of("file", "last"), ground.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/octet-stream", "text/plain", TAR + "+lz4", ""})
  default void anUnknownMediaTypeHasNoProcessor(String mediaType) {
    Ground ground = ground();
    Descriptor layer = layer(mediaType, archive());

    assertFault(Fault.UNKNOWN, "no processor for media-type", () -> apply(ground, layer));

    assertEquals(List.of(), ground.names());
  }

  @Test
  default void aLayerThatIsNotThereIsNotFound() {
    byte[] archive = archive();
    Descriptor layer = new Descriptor(TAR, digest(archive), archive.length);
    Ground ground = ground();

    assertFault(Fault.NOT_FOUND, layer.digest().toString(), () -> apply(ground, layer));
  }

  @ParameterizedTest
  @CsvSource({
    GZIP + ", 1",
    GZIP + ", 9",
    GZIP + ", 100000",
    ZSTD + ", 1",
    ZSTD + ", 9",
    ZSTD + ", 100000",
    TAR + ", 100000",
    TAR + ", 201000"
  })
  default void aTruncatedLayerIsAFault(String mediaType, int missing) {
    byte[] whole = made(mediaType);

    assertRefused(mediaType, Arrays.copyOf(whole, whole.length - missing));
  }

  @ParameterizedTest
  @ValueSource(strings = {GZIP, ZSTD})
  default void aDamagedLayerIsAFault(String mediaType) {
    byte[] damaged = made(mediaType);
    damaged[damaged.length / 2] ^= 1;

    assertRefused(mediaType, damaged);
  }

  @Test
  default void aDamagedHeaderIsAFault() {
    byte[] damaged = archive();
    damaged[0] ^= 1;

    assertRefused(TAR, damaged);
  }

  /// A layer of random bytes, made by the differ itself, as it knows every compression.
  private byte[] made(String mediaType) {
    byte[] bytes = new byte[200_000];
    ThreadLocalRandom.current().nextBytes(bytes);
    Ground ground =
        Ground.of(Ground.Kind.BIND, scratch(), root -> Files.write(root.resolve("file"), bytes));
    Compare options = new Compare(mediaType, "", Map.of(), null);
    return read(differ().compare(call(), List.of(), ground.mounts(), options));
  }

  /// Fails without a class, as in the reference, and lets go of the mounts.
  private void assertRefused(String mediaType, byte[] bytes) {
    Descriptor layer = layer(mediaType, bytes);
    for (Ground.Kind kind : Ground.Kind.values()) {
      Ground ground = Ground.empty(kind, scratch());

      assertFault(Fault.UNKNOWN, () -> apply(ground, layer));

      ground.assertNotMounted();
    }
  }

  @Test
  default void whatFollowsTheEndBelongsToTheLayer() {
    byte[] archive = archive();
    byte[] padded = Arrays.copyOf(archive, archive.length + 10_240);

    Descriptor applied = apply(ground(), layer(GZIP, Tar.gzip(padded)));

    assertEquals(digest(padded), applied.digest());
    assertEquals(padded.length, applied.size());
  }

  @Test
  default void severalCompressedPartsAreOneLayer() {
    byte[] archive = archive();
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    parts.writeBytes(Tar.gzip(Arrays.copyOf(archive, 1000)));
    parts.writeBytes(Tar.gzip(Arrays.copyOfRange(archive, 1000, archive.length)));
    Ground ground = ground();

    Descriptor applied = apply(ground, layer(GZIP, parts.toByteArray()));

    assertEquals(digest(archive), applied.digest());
    assertEquals(List.of("file", "last"), ground.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "posix"})
  default void archivesOfTheSystemsTarAreUnderstood(String format) throws IOException {
    Path tree = Files.createTempDirectory(scratch(), "tree");
    Changes.base(tree);
    Changes.LINKS.on(tree);
    Changes.SPECIAL_FILES.on(tree);
    Changes.MODES.on(tree);
    Files.createDirectories(tree.resolve("long-".repeat(30) + "/" + "name-".repeat(30)));
    Files.writeString(tree.resolve("long-".repeat(30) + "/file"), "text");
    Path file = scratch().resolve("by.tar");
    Programs.run(
        "tar",
        "--format=" + format,
        "--xattrs",
        "--sparse",
        "-C",
        tree.toString(),
        "-cf",
        file.toString(),
        ".");
    Ground ground = ground();

    apply(ground, layer(TAR, Files.readAllBytes(file)));

    // What is below a second of time is lost in the older format, as are extended attributes.
    assertEquals(List.copyOf(Trees.describe(tree).keySet()), ground.names());
    if (format.equals("pax")) {
      assertEquals(Trees.describe(tree), ground.tree());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax"})
  default void aSparseFileIsUnpackedWhole(String format) throws IOException {
    Path tree = Files.createTempDirectory(scratch(), "tree");
    Path sparse = tree.resolve("sparse");
    Programs.run("truncate", "-s", "50M", sparse.toString());
    Programs.run(
        "sh", "-c", "printf begin | dd conv=notrunc status=none bs=1M seek=20 of=" + sparse);
    Path file = scratch().resolve("by.tar");
    Programs.run(
        "tar",
        "--format=" + format,
        "--sparse",
        "-C",
        tree.toString(),
        "-cf",
        file.toString(),
        "sparse");
    assertTrue(Files.size(file) < 1 << 20, "tar stored " + Files.size(file) + " bytes");
    Ground ground = ground();

    apply(ground, layer(TAR, Files.readAllBytes(file)));

    assertEquals(
        Trees.describe(tree).getOrDefault("sparse", "").replaceAll("\\.\\d+Z", "Z"),
        ground.tree().getOrDefault("sparse", "absent").replaceAll("\\.\\d+Z", "Z"));
  }
}
