package dev.gantry.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file system in a file loses its power when the file is copied: what was not forced is not in
/// the copy. It writes its journal by itself only every ten minutes, later than any test takes.
class PowerLossTest {
  @TempDir Path scratch;
  private Path before;
  private Path after;

  @BeforeEach
  void mount() throws IOException {
    before = Files.createDirectory(scratch.resolve("before"));
    after = Files.createDirectory(scratch.resolve("after"));
    run("truncate", "-s", "64M", scratch.resolve("disk").toString());
    run("mkfs.ext4", "-q", "-F", scratch.resolve("disk").toString());
    run("mount", "-o", "loop,commit=600", scratch.resolve("disk").toString(), before.toString());
  }

  @AfterEach
  void unmount() {
    Mounts.unmountAll(before, Mounts.Unmount.WHEN_FREE);
    Mounts.unmountAll(after, Mounts.Unmount.WHEN_FREE);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.onExit().join().exitValue(), String.join(" ", command));
  }

  private void losePower() throws IOException {
    Path copy = scratch.resolve("copy");
    Files.copy(scratch.resolve("disk"), copy);
    run("mount", "-o", "loop", copy.toString(), after.toString());
  }

  @Test
  void whatIsNotForcedIsLost() throws IOException {
    Path file = Files.write(before.resolve("file"), Samples.bytes(100_000, 1));

    losePower();

    assertFalse(Files.exists(after.resolve(file.getFileName())));
  }

  @ParameterizedTest
  @CsvSource({"0,SHA256", "1,SHA256", "100000,SHA256", "20000000,SHA256", "5000,SHA512"})
  void aCommittedBlobIsWhole(int size, Algorithm algorithm) throws IOException {
    byte[] bytes = Samples.bytes(size, size);
    Digest digest = Samples.digest(algorithm, bytes);

    try (var store = LocalContentStore.open(before.resolve("root"), InstantSource.system())) {
      try (ContentWriter writer = store.writer(Samples.CALL, new Ingest("r"))) {
        Samples.write(writer, bytes);
        writer.commit(Samples.CALL, new Commit(size, digest));
      }
      losePower();
    }

    try (var store = LocalContentStore.open(after.resolve("root"), InstantSource.system())) {
      assertArrayEquals(bytes, Samples.read(store, digest));
      Path file = after.resolve("root/blobs").resolve(algorithm.id()).resolve(digest.hex());
      assertEquals(0444, (int) Files.getAttribute(file, "unix:mode") & 07777);
    }
  }

  @Test
  void anIngestThatWasLostOrTornCanBeWrittenAgain() throws IOException {
    byte[] bytes = Samples.bytes(18_000_000, 3);
    try (var store = LocalContentStore.open(before.resolve("root"), InstantSource.system())) {
      Samples.begin(store, "r", bytes);
      losePower();
    }

    try (var store = LocalContentStore.open(after.resolve("root"), InstantSource.system())) {
      store.statuses(Samples.CALL, Filter.ALL);
      Digest digest = Samples.digest(bytes);
      try (ContentWriter writer = store.writer(Samples.CALL, new Ingest("r"))) {
        writer.truncate(0);
        Samples.write(writer, bytes);
        assertEquals(digest, writer.commit(Samples.CALL, new Commit(bytes.length, digest)));
      }
    }
  }
}
