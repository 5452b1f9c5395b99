package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Evil images, each imported and unpacked with both snapshotters. Beside them lies a canary that
/// they aim at; nothing outside of the root may change, the daemon lives on, and what containerd
/// refuses or accepts for good reason Gantry does, too.
class HostileImageTest {
  @Test
  void nothingEscapesAndTheDaemonLives() throws IOException {
    Clients clients = Clients.prepared();
    Path cases = clients.image("hostile");
    // On the canary's file system: otherwise a hard link out of the root would fail for that alone.
    Path folder = Files.createTempDirectory(cases.getParent(), "gantry-hostile");
    List<String> wrong = new ArrayList<>();

    try (Daemon daemon = Daemon.gantry(folder, clients)) {
      for (String line : Files.readAllLines(cases.resolve("manifest.jsonl"))) {
        JsonObject row = JsonParser.parseString(line).getAsJsonObject();
        for (String snapshotter : List.of("overlayfs", "native")) {
          attempt(daemon, cases, row, snapshotter)
              .forEach(
                  problem ->
                      wrong.add(text(row, "name") + " with " + snapshotter + ": " + problem));
        }
      }
      assertEquals(0, daemon.ctr("version").attempt().status(), "the daemon is gone");
    }
    deleteTree(folder);

    assertEquals("", String.join("\n", wrong));
  }

  private static List<String> attempt(Daemon daemon, Path cases, JsonObject row, String snapshotter)
      throws IOException {
    Path canary = Path.of(text(row, "canary"));
    reset(canary);
    Map<String, String> before = listing(canary);
    String namespace = "evil-" + text(row, "name") + "-" + snapshotter;
    Command.Result result =
        daemon
            .ctr(
                "--namespace",
                namespace,
                "images",
                "import",
                "--snapshotter",
                snapshotter,
                cases.resolve(text(row, "file")).toString())
            .attempt();
    List<String> problems = new ArrayList<>();
    if (!listing(canary).equals(before)) {
      problems.add("the canary changed from " + before + " to " + listing(canary));
    }
    String expected = text(row, "expect");
    if (expected.equals("refuse") && result.status() == 0) {
      problems.add("accepted: " + text(row, "description"));
    } else if (expected.equals("accept") && result.status() != 0) {
      problems.add("refused: " + text(row, "description") + ": " + result.err().strip());
    }
    return problems;
  }

  private static void reset(Path canary) throws IOException {
    if (Files.isDirectory(canary)) {
      deleteTree(canary);
    }
    Files.createDirectories(canary.resolve("folder"));
    Files.writeString(canary.resolve("file"), "untouched\n");
    Files.writeString(canary.resolve("folder/inner"), "untouched\n");
  }

  private static Map<String, String> listing(Path folder) throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        String content = Files.isRegularFile(file) ? Files.readString(file) : "";
        listing.put(
            folder.relativize(file).toString(),
            Files.readAttributes(file, "unix:mode,uid,gid,nlink") + content);
      }
    }
    return listing;
  }

  private static String text(JsonObject row, String key) {
    JsonElement value = row.get(key);
    assertTrue(value != null, () -> key + " is not in " + row);
    return value.getAsString();
  }

  private static void deleteTree(Path folder) throws IOException {
    Command.of(60, "rm", "-rf", "--one-file-system", folder.toString()).run();
    try (Stream<Path> left = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      assertEquals(0, left.sorted(Comparator.naturalOrder()).count());
    }
  }
}
