package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.ThrowingSupplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every case goes through the kernel's `openat2` and through the walk by hand, which must agree.
class PathWalkTest {
  @TempDir Path temp;

  @BeforeEach
  void plant() throws IOException {
    Files.createDirectories(temp.resolve("root/etc/deep"));
    Files.createDirectories(temp.resolve("root/usr/bin"));
    Files.createDirectories(temp.resolve("etc/outside"));
    Files.createFile(temp.resolve("root/file"));
    link("root/absolute", "/etc");
    link("root/climbing", "../../../../../etc");
    link("root/usr/relative", "../etc/deep");
    link("root/usr/chain", "relative/..");
    link("root/loop", "loop");
    link("root/dangling", "nowhere");
    link("root/out", temp.resolve("etc").toString());
    link("root/magic", "/proc/self/root");
  }

  @AfterEach
  void clear() {
    try (Directory directory = Directory.open(temp)) {
      directory.entry("root").removeTree();
    }
  }

  private void link(String at, String target) throws IOException {
    Files.createSymbolicLink(temp.resolve(at), Path.of(target));
  }

  @ParameterizedTest
  @CsvSource({
    "etc, root/etc",
    "/etc/deep, root/etc/deep",
    "'', root",
    "/, root",
    "../../.., root",
    "../../etc, root/etc",
    "usr/../etc/./deep//, root/etc/deep",
    "absolute, root/etc",
    "absolute/deep, root/etc/deep",
    "climbing, root/etc",
    "usr/relative, root/etc/deep",
    "usr/chain, root/etc",
  })
  void theRootIsTheWholeWorld(String path, String expected) {
    FileName name = FileName.of(path);
    FileStat wanted = Inodes.stat(temp.resolve(expected));

    try (Directory root = Directory.open(temp.resolve("root"));
        Directory kernel = root.resolve(name);
        Directory hand = PathWalk.byHand(root, name, true)) {
      assertTrue(wanted.sameFile(kernel.stat()));
      assertTrue(wanted.sameFile(hand.stat()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "out, ENOENT",
    "out/outside, ENOENT",
    "magic, ENOENT",
    "loop, ELOOP",
    "dangling, ENOENT",
    "file, ENOTDIR",
    "file/.., ENOTDIR",
    "absolute/outside, ENOENT",
  })
  void nothingOutsideIsReached(String path, String expected) {
    FileName name = FileName.of(path);

    try (Directory root = Directory.open(temp.resolve("root"))) {
      assertEquals(expected, failure(() -> root.resolve(name)));
      assertEquals(expected, failure(() -> PathWalk.byHand(root, name, true)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "usr/bin, root/usr/bin",
    "'', root",
    "usr/../etc, root/etc",
  })
  void plainPathsDescend(String path, String expected) {
    FileName name = FileName.of(path);
    FileStat wanted = Inodes.stat(temp.resolve(expected));

    try (Directory root = Directory.open(temp.resolve("root"));
        Directory kernel = root.descend(name);
        Directory hand = PathWalk.byHand(root, name, false)) {
      assertTrue(wanted.sameFile(kernel.stat()));
      assertTrue(wanted.sameFile(hand.stat()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/etc, EXDEV",
    "/, EXDEV",
    "../root, EXDEV",
    "usr/../../etc, EXDEV",
    "absolute, ELOOP",
    "usr/relative, ELOOP",
    "usr/chain, ELOOP",
    "out/outside, ELOOP",
    "missing, ENOENT",
    "file, ENOTDIR",
  })
  void descendingFollowsNoLinkAndNeverClimbsOut(String path, String expected) {
    FileName name = FileName.of(path);

    try (Directory root = Directory.open(temp.resolve("root"))) {
      assertEquals(expected, failure(() -> root.descend(name)));
      assertEquals(expected, failure(() -> PathWalk.byHand(root, name, false)));
    }
  }

  private static String failure(ThrowingSupplier<Directory> open) {
    return assertThrows(ErrnoException.class, () -> open.get().close()).symbol();
  }
}
