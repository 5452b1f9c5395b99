package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Unpacked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Gantry unpacks, entry by entry against what containerd makes of the same image: type, mode,
/// owner, device, link targets and groups, xattrs, and of files size, mtime and content.
class TreeTest {
  @TempDir private static Path folder;
  private static Clients clients;
  private static Daemon daemon;

  @BeforeAll
  static void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  @ParameterizedTest
  @CsvSource({
    "hello, overlayfs",
    "hello, native",
    "debian, overlayfs",
    "debian, native",
    "debian-docker, overlayfs",
    "debian-gnu, overlayfs",
    "debian-gnu, native"
  })
  void unpacksWhatContainerdUnpacks(String image, String snapshotter) throws IOException {
    Path archive = clients.verifiedImage(image);
    List<String> expected = containerdTree(archive, image, snapshotter);
    String namespace = image + "-" + snapshotter;

    daemon
        .ctr(
            "--namespace",
            namespace,
            "images",
            "import",
            "--snapshotter",
            snapshotter,
            archive.toString())
        .run();
    List<String> tree = new Unpacked(daemon, clients, namespace, snapshotter).tree();

    assertEquals(List.of(), differences(expected, tree));
    assertEquals(expected.size(), tree.size());
  }

  /// containerd's native snapshotter copies hard-linked symlinks one by one; ours keeps them
  /// linked, as the layer has them and as overlayfs shows them. All else must be the same.
  private static List<String> containerdTree(Path archive, String image, String snapshotter)
      throws IOException {
    List<String> tree =
        Files.readAllLines(archive.resolveSibling(image + "." + snapshotter + ".tree"));
    List<String> overlay = Files.readAllLines(archive.resolveSibling(image + ".overlayfs.tree"));
    Map<String, String> linked = new HashMap<>();
    for (String line : overlay) {
      if (line.contains(" symlink ") && line.contains(" links=")) {
        linked.put(line.substring(0, line.indexOf(" links=")), line);
      }
    }
    return tree.stream().map(line -> linked.getOrDefault(line, line)).toList();
  }

  private static List<String> differences(List<String> expected, List<String> tree) {
    Set<String> wanted = new HashSet<>(expected);
    Set<String> found = new HashSet<>(tree);
    List<String> differences = new ArrayList<>();
    expected.stream()
        .filter(line -> !found.contains(line))
        .forEach(line -> differences.add("- " + line));
    tree.stream()
        .filter(line -> !wanted.contains(line))
        .forEach(line -> differences.add("+ " + line));
    return differences;
  }
}
