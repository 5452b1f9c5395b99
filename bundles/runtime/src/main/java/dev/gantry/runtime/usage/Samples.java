package dev.gantry.runtime.usage;

import dev.gantry.api.metrics.Metric;
import dev.gantry.api.metrics.Metric.Kind;
import dev.gantry.api.metrics.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects the samples of one task. One thread uses it.
final class Samples {
  private final Map<String, String> labels;
  private final List<Sample> all = new ArrayList<>();

  Samples(String namespace, String task) {
    this.labels = Map.of("namespace", namespace, "container_id", task);
  }

  /// What a number of a container means, named as containerd's metrics are.
  ///
  /// @param unit the end of the name; `total`, `current` and `limit` are no units
  static Metric metric(String name, String unit, Kind kind, String help) {
    boolean plain = List.of("total", "current", "limit").contains(unit);
    return new Metric("container_" + name + "_" + unit, help, kind, plain ? "" : unit);
  }

  /// @param more labels, besides those of the task
  void add(Metric metric, Map<String, String> more, long value) {
    Map<String, String> both = new HashMap<>(labels);
    both.putAll(more);
    all.add(new Sample(metric, both, unsigned(value)));
  }

  /// The kernel's numbers have no sign; those for "no limit" may be the largest.
  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  List<Sample> all() {
    return all;
  }
}
