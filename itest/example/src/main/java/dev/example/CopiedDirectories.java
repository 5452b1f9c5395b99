package dev.example;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.linux.trees.DiskUsage;
import dev.gantry.linux.trees.NumberedDirectories;
import dev.gantry.store.snapshots.Layers;
import dev.gantry.store.snapshots.LocalSnapshotter;
import dev.gantry.store.snapshots.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The files of snapshots: each is a directory that begins as a copy of its parent's. Keys, parents
/// and labels are the local snapshotter's.
final class CopiedDirectories implements SnapshotFiles {
  private final NumberedDirectories directories;

  private CopiedDirectories(NumberedDirectories directories) {
    this.directories = directories;
  }

  /// Opens what is kept below a directory, or begins it.
  static LocalSnapshotter snapshotter(Path root) {
    Path snapshots = root.resolve("snapshots");
    var files = new CopiedDirectories(NumberedDirectories.in(snapshots, 0700));
    return LocalSnapshotter.open(root.resolve("tree"), files, false);
  }

  @Override
  public Draft draft(Call call, Kind kind, Optional<String> parentId, Map<String, String> labels) {
    var directory =
        directories.draft(0755, to -> parentId.ifPresent(id -> copy(directories.path(id), to)));
    return new Draft() {
      @Override
      public void publish(String id) {
        directory.publish(id);
      }

      @Override
      public void close() {
        directory.close();
      }
    };
  }

  private static void copy(Path from, Path to) {
    try {
      var copying = new ProcessBuilder("cp", "-a", from + "/.", to.toString());
      int status = copying.start().onExit().join().exitValue();
      if (status != 0) {
        throw Fault.UNKNOWN.because("copy \"" + from + "\": cp ended with " + status);
      }
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("copy \"" + from + "\": " + e.getMessage(), e);
    }
  }

  @Override
  public List<Mount> mounts(Layers layers, Map<String, String> labels) {
    String access = layers.kind() == Kind.VIEW ? "ro" : "rw";
    return List.of(
        new Mount("bind", directories.path(layers.id()).toString(), List.of("rbind", access)));
  }

  @Override
  public Usage usage(Call call, String id) {
    DiskUsage usage = DiskUsage.of(directories.path(id), call::check);
    return new Usage(usage.bytes(), usage.inodes());
  }

  @Override
  public Consumer<Call> strays(Set<String> idsInUse) {
    Consumer<Runnable> deletion = directories.strays(idsInUse::contains);
    return call -> deletion.accept(call::check);
  }
}
