package dev.gantry.snapshotter.nativefs;

import dev.gantry.api.call.Call;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.linux.trees.DiskUsage;
import dev.gantry.linux.trees.NumberedDirectories;
import dev.gantry.store.snapshots.Layers;
import dev.gantry.store.snapshots.LocalSnapshotter;
import dev.gantry.store.snapshots.SnapshotFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The directories of native snapshots: each is a whole tree. A view of a committed snapshot shows
/// that one's directory and needs none of its own.
final class NativeFiles implements SnapshotFiles {
  private static final int PRIVATE = 0700;
  private static final int MODE = 0755;

  private final NumberedDirectories directories;

  private NativeFiles(NumberedDirectories directories) {
    this.directories = directories;
  }

  /// Opens the snapshotter of this directory, or makes it.
  static LocalSnapshotter open(Path root) {
    Path snapshots = root.resolve("snapshots");
    NumberedDirectories directories =
        DiskFaults.reporting(
            "open native snapshotter \"" + root + "\"",
            () -> NumberedDirectories.in(snapshots, PRIVATE));
    return LocalSnapshotter.open(root.resolve("metadata"), new NativeFiles(directories), false);
  }

  @Override
  public Draft draft(Call call, Kind kind, Optional<String> parentId, Map<String, String> labels) {
    if (kind == Kind.VIEW && parentId.isPresent()) {
      return new NativeDraft(Optional.empty());
    }
    return DiskFaults.reporting(
        "make the directory of a snapshot",
        () ->
            new NativeDraft(Optional.of(directories.draft(MODE, to -> fill(call, parentId, to)))));
  }

  private void fill(Call call, Optional<String> parentId, Path draft) {
    parentId.ifPresent(id -> TreeCopy.copy(directories.path(id), draft, call::check));
  }

  private record NativeDraft(Optional<NumberedDirectories.Draft> draft) implements Draft {
    @Override
    public void publish(String id) {
      DiskFaults.reporting(
          "publish snapshot " + id,
          () -> {
            draft.ifPresent(own -> own.publish(id));
            return id;
          });
    }

    @Override
    public void close() {
      DiskFaults.reporting(
          "delete the directory of a snapshot that was not made",
          () -> {
            draft.ifPresent(NumberedDirectories.Draft::close);
            return draft;
          });
    }
  }

  @Override
  public List<Mount> mounts(Layers layers, Map<String, String> labels) {
    boolean view = layers.kind() == Kind.VIEW;
    List<String> parents = layers.parentIds();
    String shown = view && !parents.isEmpty() ? parents.getFirst() : layers.id();
    return List.of(
        new Mount(
            "bind", directories.path(shown).toString(), List.of("rbind", view ? "ro" : "rw")));
  }

  @Override
  public Usage usage(Call call, String id) {
    DiskUsage usage =
        DiskFaults.reporting(
            "look what snapshot " + id + " occupies",
            () -> DiskUsage.of(directories.path(id), call::check));
    return new Usage(usage.bytes(), usage.inodes());
  }

  @Override
  public Consumer<Call> strays(Set<String> idsInUse) {
    String what = "delete what no snapshot uses";
    Consumer<Runnable> deletion =
        DiskFaults.reporting(what, () -> directories.strays(idsInUse::contains));
    return call ->
        DiskFaults.reporting(
            what,
            () -> {
              deletion.accept(call::check);
              return call;
            });
  }
}
