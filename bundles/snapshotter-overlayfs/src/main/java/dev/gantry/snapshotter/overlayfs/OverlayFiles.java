package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.call.Call;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.linux.Directory;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.trees.DiskUsage;
import dev.gantry.linux.trees.NumberedDirectories;
import dev.gantry.store.snapshots.Layers;
import dev.gantry.store.snapshots.SnapshotFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The directories of overlay snapshots: `fs` holds the changes, `work` is the kernel's.
final class OverlayFiles implements SnapshotFiles {
  static final String UPPERDIR = "containerd.io/snapshot/overlay.upperdir";
  private static final int PRIVATE = 0700;
  private static final int FS_MODE = 0755;
  private static final int WORK_MODE = 0711;

  private final NumberedDirectories directories;
  private final OverlayMounts mounts;
  private final boolean tellsUpperdir;

  /// @param tellsUpperdir whether a label tells where the changes are
  OverlayFiles(NumberedDirectories directories, OverlayMounts mounts, boolean tellsUpperdir) {
    this.directories = directories;
    this.mounts = mounts;
    this.tellsUpperdir = tellsUpperdir;
  }

  @Override
  public Draft draft(Call call, Kind kind, Optional<String> parentId, Map<String, String> labels) {
    Optional<IdMapping.Owner> mapped = IdMapping.root(labels);
    return DiskFaults.reporting(
        "make directories of a snapshot",
        () -> {
          Optional<IdMapping.Owner> owner = mapped.or(() -> parentId.map(this::owner));
          return new OverlayDraft(directories.draft(PRIVATE, to -> fill(to, kind, owner)));
        });
  }

  private IdMapping.Owner owner(String id) {
    try (Directory fs = Directory.open(mounts.fs(id))) {
      FileStat stat = fs.stat();
      return new IdMapping.Owner(stat.uid(), stat.gid());
    }
  }

  private static void fill(Path draft, Kind kind, Optional<IdMapping.Owner> owner) {
    try (Directory own = Directory.open(draft)) {
      try (Directory fs = make(own, "fs", FS_MODE)) {
        owner.ifPresent(to -> fs.chown(to.uid(), to.gid()));
        fs.force();
      }
      if (kind == Kind.ACTIVE) {
        make(own, "work", WORK_MODE).close();
      }
    }
  }

  private static Directory make(Directory own, String name, int mode) {
    own.entry(name).makeDirectory(mode);
    own.entry(name).chmod(mode);
    return own.entry(name).openDirectory();
  }

  private record OverlayDraft(NumberedDirectories.Draft draft) implements Draft {
    @Override
    public void publish(String id) {
      DiskFaults.reporting(
          "publish snapshot " + id,
          () -> {
            draft.publish(id);
            return id;
          });
    }

    @Override
    public void close() {
      DiskFaults.reporting(
          "delete the directories of a snapshot that was not made",
          () -> {
            draft.close();
            return draft;
          });
    }
  }

  @Override
  public List<Mount> mounts(Layers layers, Map<String, String> labels) {
    return mounts.of(layers, labels);
  }

  @Override
  public Usage usage(Call call, String id) {
    DiskUsage usage =
        DiskFaults.reporting(
            "look what snapshot " + id + " occupies",
            () -> DiskUsage.of(mounts.fs(id), call::check));
    return new Usage(usage.bytes(), usage.inodes());
  }

  @Override
  public Map<String, String> labels(String id) {
    return tellsUpperdir ? Map.of(UPPERDIR, mounts.fs(id).toString()) : Map.of();
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
