package dev.gantry.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Labels;
import dev.gantry.api.types.Mount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A backend that keeps its snapshots in memory, without files. A hook sees each call by its name
/// before it is done, and may throw or wait.
public final class MemorySnapshotter implements Snapshotter, Cleaner {
  private final Map<String, SnapshotInfo> snapshots = new TreeMap<>();
  private final List<String> removed = new ArrayList<>();
  private final AtomicInteger cleanups = new AtomicInteger();
  private volatile Consumer<String> hook = name -> {};
  private volatile Consumer<String> after = name -> {};

  public void before(Consumer<String> action) {
    hook = action;
  }

  public void after(Consumer<String> action) {
    after = action;
  }

  public int cleanups() {
    return cleanups.get();
  }

  public synchronized List<String> keys() {
    return List.copyOf(snapshots.keySet());
  }

  public synchronized List<String> removed() {
    return List.copyOf(removed);
  }

  private synchronized SnapshotInfo get(String key) {
    SnapshotInfo info = snapshots.get(key);
    if (info == null) {
      throw Fault.NOT_FOUND.because("backend snapshot \"" + key + "\"");
    }
    return info;
  }

  @Override
  public SnapshotInfo stat(Call call, String key) {
    hook.accept("stat");
    return get(key);
  }

  @Override
  public SnapshotInfo update(
      Call call, String key, Map<String, String> labels, List<String> paths) {
    hook.accept("update");
    synchronized (this) {
      SnapshotInfo old = get(key);
      Map<String, String> updated = Labels.updated("labels", old.labels(), labels, paths);
      SnapshotInfo info =
          new SnapshotInfo(old.kind(), key, old.parent(), updated, old.createdAt(), Instant.EPOCH);
      snapshots.put(key, info);
      return info;
    }
  }

  @Override
  public Usage usage(Call call, String key) {
    return get(key).kind() == Kind.VIEW ? Usage.NONE : new Usage(key.length(), 1);
  }

  @Override
  public List<Mount> mounts(Call call, String key) {
    if (get(key).kind() == Kind.COMMITTED) {
      throw Fault.FAILED_PRECONDITION.because("backend snapshot \"" + key + "\" is committed");
    }
    return mounts(key);
  }

  private static List<Mount> mounts(String key) {
    return List.of(new Mount("bind", "/memory/" + key, List.of("rbind", "rw")));
  }

  @Override
  public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
    return make("prepare", Kind.ACTIVE, key, parent, labels);
  }

  @Override
  public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
    return make("view", Kind.VIEW, key, parent, labels);
  }

  private List<Mount> make(
      String name, Kind kind, String key, String parent, Map<String, String> labels) {
    hook.accept(name);
    synchronized (this) {
      if (snapshots.containsKey(key)) {
        throw Fault.ALREADY_EXISTS.because("backend snapshot \"" + key + "\"");
      }
      checkParent(parent);
      snapshots.put(key, new SnapshotInfo(kind, key, parent, labels, Instant.EPOCH, Instant.EPOCH));
    }
    after.accept(name);
    return mounts(key);
  }

  private void checkParent(String parent) {
    if (!parent.isEmpty() && get(parent).kind() != Kind.COMMITTED) {
      throw Fault.INVALID_ARGUMENT.because("backend snapshot \"" + parent + "\" not committed");
    }
  }

  @Override
  public void commit(
      Call call, String name, String key, String parent, Map<String, String> labels) {
    hook.accept("commit");
    synchronized (this) {
      SnapshotInfo active = get(key);
      if (snapshots.containsKey(name)) {
        throw Fault.ALREADY_EXISTS.because("backend snapshot \"" + name + "\"");
      }
      if (active.kind() != Kind.ACTIVE) {
        throw Fault.FAILED_PRECONDITION.because("backend snapshot \"" + key + "\" not active");
      }
      checkParent(parent);
      snapshots.remove(key);
      addCommitted(name, parent.isEmpty() ? active.parent() : parent, labels);
    }
    after.accept("commit");
  }

  /// A committed snapshot that the backend made by itself.
  public synchronized void addCommitted(String name, String parent, Map<String, String> labels) {
    snapshots.put(
        name, new SnapshotInfo(Kind.COMMITTED, name, parent, labels, Instant.EPOCH, Instant.EPOCH));
  }

  @Override
  public void remove(Call call, String key) {
    hook.accept("remove");
    synchronized (this) {
      get(key);
      if (snapshots.values().stream().anyMatch(info -> info.parent().equals(key))) {
        throw Fault.FAILED_PRECONDITION.because("backend snapshot \"" + key + "\" has a child");
      }
      snapshots.remove(key);
      removed.add(key);
    }
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
    hook.accept("walk");
    List<SnapshotInfo> all;
    synchronized (this) {
      all = List.copyOf(snapshots.values());
    }
    all.stream().filter(filter::matches).forEach(visitor);
  }

  @Override
  public void cleanup(Call call) {
    hook.accept("cleanup");
    cleanups.incrementAndGet();
  }
}
