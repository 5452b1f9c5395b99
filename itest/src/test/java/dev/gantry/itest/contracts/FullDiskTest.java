package dev.gantry.itest.contracts;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.api.types.Mount;
import dev.gantry.itest.daemon.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A daemon whose root is on a small file system of its own, which fills up.
@Timeout(120)
class FullDiskTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  private static Path disk;
  private static Remote remote;

  @TempDir private Path folder;
  private final Call call = Call.DAEMON.in("full-" + UUID.randomUUID());
  private final Call leased = remote.leased(call);

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    Command.of(10, "mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString()).run();
    remote = Remote.start(folder, "", "--root", disk.resolve("root").toString());
  }

  @AfterAll
  static void stop() {
    remote.close();
    Command.of(10, "umount", disk.toString()).run();
  }

  @AfterEach
  void release() throws IOException {
    Files.deleteIfExists(disk.resolve("ballast"));
    remote.stores().leases().delete(call, leased.lease().orElseThrow(), true);
  }

  private ContentStore content() {
    return remote.stores().content();
  }

  /// Takes all of the disk, but for so many bytes.
  private void fill(long but) throws IOException {
    long left = Files.getFileStore(disk).getUsableSpace() - but;
    byte[] page = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
      for (; left > 0; left -= page.length) {
        ballast.write(page);
      }
    }
  }

  private void empty() throws IOException {
    Files.delete(disk.resolve("ballast"));
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static Digest digest(byte[] bytes) {
    var hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Algorithm.SHA256, hash);
  }

  private Digest write(byte[] bytes) {
    Digest digest = digest(bytes);
    try (ContentWriter writer = content().writer(leased, new Ingest("blob-" + digest))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(leased, new Commit(bytes.length, digest));
    }
  }

  private byte[] read(Digest digest, int size) {
    ByteBuffer buffer = ByteBuffer.allocate(size);
    try (ContentReader reader = content().reader(call, digest)) {
      while (buffer.hasRemaining()) {
        assertTrue(reader.read(buffer, buffer.position()) > 0);
      }
    }
    return buffer.array();
  }

  @Test
  void anIngestStopsAndGoesOn() throws IOException {
    byte[] bytes = bytes(6 * MEBIBYTE);
    fill(3L * MEBIBYTE);

    assertFault(
        Fault.RESOURCE_EXHAUSTED,
        () -> {
          try (ContentWriter writer = content().writer(leased, new Ingest("ref"))) {
            writer.write(ByteBuffer.wrap(bytes));
            writer.commit(leased, new Commit(bytes.length, digest(bytes)));
          }
        });
    assertFault(Fault.NOT_FOUND, () -> content().info(call, digest(bytes)));

    empty();
    try (ContentWriter writer = content().writer(leased, new Ingest("ref"))) {
      int there = (int) writer.status().offset();
      assertTrue(there > 0 && there < bytes.length, () -> "offset " + there);
      writer.write(ByteBuffer.wrap(bytes, there, bytes.length - there));
      writer.commit(leased, new Commit(bytes.length, digest(bytes)));
    }
    assertArrayEquals(bytes, read(digest(bytes), bytes.length));
    assertEquals(List.of(), content().statuses(call, Filter.ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlayfs", "native"})
  void aLayerThatDoesNotFitIsRemovedAndFitsLater(String snapshotter) throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.write(tree.resolve("first"), bytes(1000));
    Files.write(tree.resolve("large"), bytes(5 * MEBIBYTE));
    Path archive = folder.resolve("layer.tar");
    Command.of(60, "tar", "-C", tree.toString(), "-cf", archive.toString(), ".").run();
    byte[] layer = Files.readAllBytes(archive);
    Descriptor blob = new Descriptor(TAR, write(layer), layer.length);
    var snapshots = remote.stores(snapshotter).snapshots();
    List<Mount> mounts = snapshots.prepare(leased, "key", "", Map.of());
    fill(2L * MEBIBYTE);

    assertFault(
        Fault.RESOURCE_EXHAUSTED, () -> remote.differ().apply(leased, blob, mounts, Apply.PLAIN));
    snapshots.remove(leased, "key");
    assertFault(Fault.NOT_FOUND, () -> snapshots.stat(call, "key"));
    remote.collect();

    empty();
    List<Mount> again = snapshots.prepare(leased, "key", "", Map.of());
    assertEquals(blob.digest(), remote.differ().apply(leased, blob, again, Apply.PLAIN).digest());
    snapshots.commit(leased, "layer", "key", "", Map.of());
    assertTrue(snapshots.usage(call, "layer").size() > 5 * MEBIBYTE);
  }

  @Test
  void whatIsAcknowledgedStaysAndWhatIsNotIsNotThere() throws IOException {
    List<String> told = new ArrayList<>(List.of(leased.lease().orElseThrow()));
    Descriptor target = new Descriptor("t", write(bytes(1000)), 1000);
    Map<String, String> labels = Map.of("k", "v".repeat(4000));
    remote.stores().images().create(call, new ImageDraft("first", labels, target, null));
    fill(0);

    assertFault(
        Fault.RESOURCE_EXHAUSTED,
        () -> {
          for (int i = 0; i < 1000; i++) {
            remote.stores().leases().create(call, "lease-" + i, labels);
            told.add("lease-" + i);
          }
        });
    assertFault(
        Fault.RESOURCE_EXHAUSTED,
        () ->
            remote.stores().images().create(call, new ImageDraft("second", labels, target, null)));
    assertFault(
        Fault.RESOURCE_EXHAUSTED,
        () -> remote.stores().snapshots().prepare(leased, "key", "", labels));
    assertThere(told);

    empty();
    remote.stores().images().create(call, new ImageDraft("third", labels, target, null));
    remote.restart();
    assertThere(told);
    assertEquals(
        List.of("first", "third"),
        remote.stores().images().list(call, Filter.ALL).stream().map(Image::name).toList());
    remote.stores().snapshots().walk(call, Filter.ALL, info -> assertEquals("none", info.name()));
  }

  private void assertThere(List<String> leases) {
    assertEquals(
        leases.stream().sorted().toList(),
        remote.stores().leases().list(call, Filter.ALL).stream().map(Lease::id).toList());
  }
}
