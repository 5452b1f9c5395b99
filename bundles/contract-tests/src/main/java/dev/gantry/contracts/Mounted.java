package dev.gantry.contracts;

import dev.gantry.api.types.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Mounts as a caller makes them, by mount(8), in a directory of its own. Needs root. Closing it
/// unmounts.
public final class Mounted implements AutoCloseable {
  private final Path root;
  private final Deque<Path> targets = new ArrayDeque<>();

  private Mounted(Path root) {
    this.root = root;
  }

  /// Makes the mounts in order.
  ///
  /// @param folder where the directory is made
  public static Mounted in(Path folder, List<Mount> mounts) {
    try {
      Mounted mounted = new Mounted(Files.createTempDirectory(folder, "mnt"));
      try {
        mounts.forEach(mounted::mount);
      } catch (AssertionError e) {
        mounted.close();
        throw e;
      }
      return mounted;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void mount(Mount mount) {
    Path target = mount.target().isEmpty() ? root : root.resolve(mount.target());
    List<String> command = new ArrayList<>(List.of("mount"));
    // What binds is said by an option; mount(8) knows no such type.
    if (!mount.type().isEmpty() && !mount.type().equals("bind")) {
      command.addAll(List.of("-t", mount.type()));
    }
    if (!mount.options().isEmpty()) {
      command.addAll(List.of("-o", String.join(",", mount.options())));
    }
    command.addAll(List.of(mount.source(), target.toString()));
    Programs.run(command.toArray(String[]::new));
    targets.push(target);
  }

  /// Where the tree is.
  public Path root() {
    return root;
  }

  @Override
  public void close() {
    while (!targets.isEmpty()) {
      unmount(targets.pop());
    }
    try {
      Files.deleteIfExists(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A program that another thread starts holds all open files until it runs, so that a mount may
  /// be busy for a moment.
  private static void unmount(Path target) {
    long end = System.nanoTime() + Together.PATIENCE.toNanos();
    boolean mounted = true;
    while (mounted) {
      try {
        Programs.run("umount", target.toString());
        mounted = false;
      } catch (AssertionError e) {
        if (!String.valueOf(e.getMessage()).contains("busy") || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }
}
