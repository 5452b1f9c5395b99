package dev.gantry.runtime.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.metrics.MetricSource;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.runtime.TaskRuntime;
import dev.gantry.api.types.TypedValue;
import dev.gantry.contracts.metrics.MetricSourceSuite;
import dev.gantry.proto.cgroups.v1.CPUStat;
import dev.gantry.proto.cgroups.v1.CPUUsage;
import dev.gantry.proto.cgroups.v1.Metrics;
import dev.gantry.proto.cgroups.v1.PidsStat;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tasks of a runtime that has nothing but their usage.
class TaskMonitorTest extends MetricSourceSuite {
  private final List<String> asked = new ArrayList<>();
  private final List<TaskRuntime.Listener> listeners = new ArrayList<>();
  private final TaskMonitor monitor = monitor(true);

  private TaskMonitor monitor(boolean measures) {
    TaskMonitor made =
        new TaskMonitor(
            runtime(), new OomNotices(new FakeEvents(), Duration.ofSeconds(60)), measures);
    made.start();
    // The tests' own process has no group to itself.
    int pid = (int) ProcessHandle.current().pid();
    made.came("one", "a", pid);
    made.came("one", "b", pid);
    made.came("two", "a", pid);
    return made;
  }

  @AfterEach
  void close() {
    monitor.close();
  }

  @Override
  protected MetricSource source() {
    return monitor;
  }

  private TaskRuntime runtime() {
    return (TaskRuntime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {TaskRuntime.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "watch" -> watch((TaskRuntime.Listener) arguments[0]);
                  case "metrics" -> metrics(((Call) arguments[0]).namespace());
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private TaskRuntime.Watch watch(TaskRuntime.Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private List<TaskMetric> metrics(String namespace) {
    asked.add(namespace);
    Metrics usage =
        Metrics.newBuilder()
            .setCpu(CPUStat.newBuilder().setUsage(CPUUsage.newBuilder().addPerCpu(1).addPerCpu(2)))
            .setPids(PidsStat.newBuilder().setCurrent(namespace.length()))
            .build();
    TypedValue data = new TypedValue("io.containerd.cgroups.v1.Metrics", usage.toByteArray());
    return List.of(
        new TaskMetric("a", Instant.EPOCH, data), new TaskMetric("b", Instant.EPOCH, data));
  }

  @Test
  void nothingIsMeasuredBeforeSomebodyAsks() {
    assertEquals(List.of(), asked);

    monitor.poll();

    assertEquals(List.of("one", "two"), asked);
  }

  @Test
  void aNamespaceWithoutTasksIsNotAsked() {
    monitor.went("two", "a");
    monitor.went("one", "b");
    monitor.went("never", "there");

    monitor.poll();

    assertEquals(List.of("one"), asked);
  }

  @Test
  void whoDoesNotWantToMeasureNeedNot() {
    try (TaskMonitor other = monitor(false)) {
      assertEquals(List.of(), other.poll());
    }
    assertEquals(List.of(), asked);
  }

  @Test
  void closingEndsTheWatch() {
    boolean watched = !listeners.isEmpty();

    monitor.close();

    assertTrue(watched);
    assertEquals(List.of(), listeners);
  }
}
