package dev.gantry.runtime.monitor;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metrics.MetricSource;
import dev.gantry.api.metrics.Sample;
import dev.gantry.api.runtime.TaskRuntime;
import dev.gantry.runtime.usage.Usage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Watches every task that the runtime has, and measures them when somebody asks.
final class TaskMonitor implements TaskRuntime.Listener, MetricSource, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TaskMonitor.class.getName());

  private final TaskRuntime runtime;
  private final OomNotices notices;
  private final boolean measures;
  private final Map<WatchedTask.Key, WatchedTask> tasks = new ConcurrentHashMap<>();
  private final MemoryGroups groups = new MemoryGroups();
  private final KillWatches watches = new KillWatches();
  private volatile TaskRuntime.@Nullable Watch watch;

  TaskMonitor(TaskRuntime runtime, OomNotices notices, boolean measures) {
    this.runtime = runtime;
    this.notices = notices;
    this.measures = measures;
  }

  void start() {
    notices.hear(
        (task, notice) -> {
          WatchedTask watched = tasks.get(new WatchedTask.Key(notice.namespace(), task));
          if (watched != null) {
            watched.heard(notice.timestamp());
          }
        });
    watch = runtime.watch(this);
  }

  @Override
  public void came(String namespace, String id, int pid) {
    WatchedTask.Key key = new WatchedTask.Key(namespace, id);
    WatchedTask task = new WatchedTask(key, notices);
    if (tasks.putIfAbsent(key, task) == null) {
      Thread.ofVirtual().name("watch-" + id).start(() -> watch(task, key, pid));
    }
  }

  private void watch(WatchedTask task, WatchedTask.Key key, int pid) {
    try {
      var group = groups.of(pid);
      if (group.isPresent()) {
        task.keep(watches.watch(group.get(), task::killed));
      }
    } catch (IOException | RuntimeException e) { // A thread's edge.
      // It may have ended already, or memory is not counted here.
      LOG.log(Level.DEBUG, "kills are not seen task={0} reason=\"{1}\"", key, e.getMessage());
    }
  }

  @Override
  public void went(String namespace, String id) {
    WatchedTask task = tasks.remove(new WatchedTask.Key(namespace, id));
    if (task != null) {
      task.close();
    }
  }

  @Override
  public List<Sample> poll() {
    List<Sample> samples = new ArrayList<>();
    if (measures) {
      tasks.keySet().stream()
          .map(WatchedTask.Key::namespace)
          .distinct()
          .sorted()
          .forEach(namespace -> measure(namespace, samples));
    }
    // A metric's samples follow each other; the order of tasks stays.
    samples.sort(Comparator.comparing(sample -> sample.metric().name()));
    return samples;
  }

  private void measure(String namespace, List<Sample> samples) {
    runtime
        .metrics(Call.DAEMON.in(namespace), Filter.ALL)
        .forEach(usage -> samples.addAll(Usage.of(namespace, usage)));
  }

  @Override
  public void close() {
    TaskRuntime.Watch told = watch;
    if (told != null) {
      told.close();
    }
    notices.close();
    tasks.keySet().forEach(key -> went(key.namespace(), key.id()));
    watches.close();
  }
}
