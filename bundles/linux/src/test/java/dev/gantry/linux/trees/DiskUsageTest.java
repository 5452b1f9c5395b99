package dev.gantry.linux.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUsageTest {
  @TempDir Path tree;

  @Test
  void anEmptyTreeIsOneInode() {
    DiskUsage usage = DiskUsage.of(tree, () -> {});

    assertEquals(1, usage.inodes());
  }

  @Test
  void aFileOfManyLinksCountsOnce() throws IOException {
    long before = DiskUsage.of(tree, () -> {}).bytes();
    Path file = Files.write(tree.resolve("file"), new byte[10_000]);
    Path directory = Files.createDirectory(tree.resolve("directory"));
    Files.createLink(directory.resolve("link"), file);
    long blocks = blocks(file) + blocks(directory);

    DiskUsage usage = DiskUsage.of(tree, () -> {});

    assertEquals(3, usage.inodes());
    assertEquals(before + blocks, usage.bytes());
  }

  private static long blocks(Path path) throws IOException {
    var du = new ProcessBuilder("stat", "-c", "%b", path.toString()).start();
    String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return Long.parseLong(text.strip()) * 512;
  }

  @Test
  void aHoleCountsNothing() {
    long before = DiskUsage.of(tree, () -> {}).bytes();
    try (OpenFile file = OpenFile.forWriting(tree.resolve("sparse"), 0600)) {
      file.truncate(1L << 40);
    }

    DiskUsage usage = DiskUsage.of(tree, () -> {});

    assertEquals(before, usage.bytes());
    assertEquals(2, usage.inodes());
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    Files.createSymbolicLink(tree.resolve("out"), Path.of("/usr"));

    assertEquals(2, DiskUsage.of(tree, () -> {}).inodes());
  }

  @Test
  void impatienceEndsTheWalk() {
    assertThrows(
        IllegalStateException.class,
        () ->
            DiskUsage.of(
                tree,
                () -> {
                  throw new IllegalStateException("enough");
                }));
  }

  @Test
  void aMissingTreeIsAnError() {
    assertThrows(ErrnoException.class, () -> DiskUsage.of(tree.resolve("absent"), () -> {}));
  }
}
