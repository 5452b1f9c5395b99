package dev.gantry.shell.command;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.metrics.MetricSource;
import dev.gantry.api.metrics.Sample;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What plugins measure.
final class Measured {
  /// Bytes that stand for no limit, whichever the kernel's number for that is.
  private static final double UNLIMITED = 0x1p60;

  /// The rows of one task, each with the metrics of either version of control groups.
  private static final List<Row> TASK =
      List.of(
          new Row(
              "memory",
              List.of("container_memory_usage_usage_bytes", "container_memory_usage_bytes")),
          new Row("memory limit", List.of("container_memory_usage_limit_bytes")),
          new Row(
              "cpu time",
              List.of("container_cpu_total_nanoseconds", "container_cpu_usage_usec_microseconds")),
          new Row("threads", List.of("container_pids_current")),
          new Row("out of memory", List.of("container_memory_oom_total")));

  private Measured() {}

  private record Row(String name, List<String> metrics) {}

  /// Of all plugins that are ready.
  static List<Sample> all(Plugins plugins) {
    List<Sample> all = new ArrayList<>();
    for (PluginStatus status : plugins.statuses()) {
      if (status.state() == PluginStatus.State.READY) {
        plugins.find(status.uri()).ifPresent(plugin -> all.addAll(of(plugin)));
      }
    }
    return all;
  }

  private static List<Sample> of(Handle<Object> plugin) {
    try (Handle.Use<Object> use = plugin.open()) {
      return use.get() instanceof MetricSource source ? source.poll() : List.of();
    } catch (GantryException e) {
      return List.of(); // It went meanwhile.
    }
  }

  /// Adds the useful ones of a task.
  static void task(Plugins plugins, String namespace, String id, Table table) {
    Map<String, String> labels = Map.of("namespace", namespace, "container_id", id);
    List<Sample> own =
        all(plugins).stream().filter(sample -> sample.labels().equals(labels)).toList();
    for (Row row : TASK) {
      own.stream()
          .filter(sample -> row.metrics.contains(sample.metric().name()))
          .findFirst()
          .ifPresent(sample -> table.add(row.name, text(sample)));
    }
  }

  private static String text(Sample sample) {
    return switch (sample.metric().unit()) {
      case "bytes" -> sample.value() < UNLIMITED ? Texts.mib((long) sample.value()) : "none";
      case "nanoseconds" -> "%.3f s".formatted(sample.value() / 1e9);
      case "microseconds" -> "%.3f s".formatted(sample.value() / 1e6);
      default -> number(sample.value());
    };
  }

  /// Without a point when there is nothing behind it.
  static String number(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : String.valueOf(value);
  }
}
