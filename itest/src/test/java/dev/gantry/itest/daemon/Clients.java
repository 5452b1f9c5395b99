package dev.gantry.itest.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The clients and peers that `itest/prepare` has fetched, and the images that `itest/images`
/// makes.
public final class Clients {
  private static final Path ITEST =
      Path.of(System.getProperty("gantry.checkout")).normalize().resolve("itest");
  private static final long PREPARE_SECONDS = 900;

  private final Map<String, String> paths = new TreeMap<>();

  private Clients() throws IOException {
    String cache =
        Command.of(PREPARE_SECONDS, ITEST.resolve("prepare").toString(), "--cache")
            .run()
            .out()
            .strip();
    Path list = Path.of(cache).resolve("env");
    if (!Files.exists(list)) {
      Command.of(PREPARE_SECONDS, ITEST.resolve("prepare").toString()).run();
    }
    for (String line : Files.readAllLines(list)) {
      int equals = line.indexOf('=');
      paths.put(line.substring(0, equals), line.substring(equals + 1));
    }
  }

  /// Prepares what is missing.
  public static Clients prepared() throws IOException {
    return new Clients();
  }

  public String ctr() {
    return path("CTR");
  }

  public String containerd() {
    return path("CONTAINERD");
  }

  public String shim() {
    return path("SHIM");
  }

  public String registry() {
    return path("REGISTRY");
  }

  /// The folder that belongs in PATH of containerd and its shims.
  public String bin() {
    return path("BIN");
  }

  /// An image archive, made when it is missing.
  ///
  /// @param name one that `itest/images --list` names
  public Path image(String name) {
    String line = Command.of(PREPARE_SECONDS, ITEST.resolve("images").toString(), name).run().out();
    return Path.of(line.strip().substring(line.indexOf('=') + 1));
  }

  /// An image archive with containerd's own listings of its tree beside it,
  /// `NAME.SNAPSHOTTER.tree`.
  public Path verifiedImage(String name) {
    Path archive = image(name);
    if (!Files.exists(archive.resolveSibling(name + ".native.tree"))) {
      Command.of(PREPARE_SECONDS, ITEST.resolve("images").toString(), "--verify", name).run();
    }
    return archive;
  }

  /// The canonical listing of a tree.
  public String tree(Path directory) {
    return Command.of(300, ITEST.resolve("tree").toString(), directory.toString()).run().out();
  }

  private String path(String name) {
    String path = paths.get(name);
    if (path == null) {
      throw new AssertionError(
          "itest/prepare has not fetched "
              + name
              + ": run ./gantry test, or itest/prepare as root");
    }
    return path;
  }
}
