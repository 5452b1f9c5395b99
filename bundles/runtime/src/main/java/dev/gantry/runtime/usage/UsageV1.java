package dev.gantry.runtime.usage;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.gantry.api.metrics.Metric;
import dev.gantry.api.metrics.Metric.Kind;
import dev.gantry.proto.cgroups.v1.BlkIOEntry;
import dev.gantry.proto.cgroups.v1.BlkIOStat;
import dev.gantry.proto.cgroups.v1.CPUStat;
import dev.gantry.proto.cgroups.v1.CPUUsage;
import dev.gantry.proto.cgroups.v1.MemoryEntry;
import dev.gantry.proto.cgroups.v1.MemoryOomControl;
import dev.gantry.proto.cgroups.v1.MemoryStat;
import dev.gantry.proto.cgroups.v1.Metrics;
import dev.gantry.proto.cgroups.v1.PidsStat;
import dev.gantry.proto.cgroups.v1.Throttle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Usage of control groups of version 1.
final class UsageV1 {
  private static final Fields CPU =
      Fields.of(
          CPUUsage.getDescriptor(),
          name ->
              Samples.metric(
                  "cpu_" + name, "nanoseconds", Kind.COUNTER, "Processor time: " + name));
  private static final Metric PER_CPU =
      Samples.metric("per_cpu", "nanoseconds", Kind.COUNTER, "Processor time on each processor");
  private static final Fields THROTTLING = Fields.of(Throttle.getDescriptor(), UsageV1::throttling);
  private static final Fields MEMORY = Fields.of(MemoryStat.getDescriptor(), UsageV1::memory);
  private static final Map<FieldDescriptor, Fields> ENTRIES = entries();
  private static final Fields PIDS =
      Fields.of(
          PidsStat.getDescriptor(),
          name -> Samples.metric("pids", name, Kind.GAUGE, "Processes and threads: " + name));
  private static final Map<FieldDescriptor, Metric> BLOCK_IO = blockIo();
  private static final Metric OOM =
      Samples.metric("memory_oom", "total", Kind.COUNTER, "Kills because no memory was left");

  private UsageV1() {}

  static void add(Metrics usage, Samples samples) {
    if (usage.hasCpu()) {
      cpu(usage.getCpu(), samples);
    }
    if (usage.hasMemory()) {
      MEMORY.add(usage.getMemory(), Map.of(), samples);
      ENTRIES.forEach(
          (field, fields) -> {
            if (usage.getMemory().hasField(field)) {
              fields.add((MemoryEntry) usage.getMemory().getField(field), Map.of(), samples);
            }
          });
    }
    if (usage.hasMemoryOomControl()) {
      MemoryOomControl control = usage.getMemoryOomControl();
      samples.add(OOM, Map.of(), control.getOomKill());
    }
    if (usage.hasPids()) {
      PIDS.add(usage.getPids(), Map.of(), samples);
    }
    if (usage.hasBlkio()) {
      blockIo(usage.getBlkio(), samples);
    }
  }

  private static void cpu(CPUStat cpu, Samples samples) {
    CPU.add(cpu.getUsage(), Map.of(), samples);
    THROTTLING.add(cpu.getThrottling(), Map.of(), samples);
    List<Long> each = cpu.getUsage().getPerCpuList();
    for (int i = 0; i < each.size(); i++) {
      samples.add(PER_CPU, Map.of("cpu", String.valueOf(i)), each.get(i));
    }
  }

  private static void blockIo(BlkIOStat io, Samples samples) {
    BLOCK_IO.forEach(
        (field, metric) -> {
          for (Object entry : (List<?>) io.getField(field)) {
            BlkIOEntry one = (BlkIOEntry) entry;
            samples.add(metric, labels(one), one.getValue());
          }
        });
  }

  private static Map<String, String> labels(BlkIOEntry entry) {
    return Map.of(
        "op",
        entry.getOp(),
        "device",
        entry.getDevice(),
        "major",
        Long.toUnsignedString(entry.getMajor()),
        "minor",
        Long.toUnsignedString(entry.getMinor()));
  }

  private static Metric throttling(String name) {
    String help = "Pauses at the end of the share of processor time: " + name;
    return switch (name) {
      case "periods" -> Samples.metric("cpu_throttle_periods", "total", Kind.COUNTER, help);
      case "throttled_time" -> Samples.metric("cpu_" + name, "nanoseconds", Kind.COUNTER, help);
      default -> Samples.metric("cpu_" + name, "total", Kind.COUNTER, help);
    };
  }

  /// Counts of pages, too, are called bytes in containerd's names.
  private static Metric memory(String field) {
    int pages = field.indexOf("pg_");
    String name =
        pages >= 0
            ? field.substring(0, pages) + field.substring(pages).replace("_", "")
            : field.replace("hierarchical_swap", "hierarchical_memsw");
    return Samples.metric(
        "memory_" + name, "bytes", pages >= 0 ? Kind.COUNTER : Kind.GAUGE, "Memory: " + name);
  }

  private static Map<FieldDescriptor, Fields> entries() {
    Map<FieldDescriptor, Fields> entries = new LinkedHashMap<>();
    for (FieldDescriptor field : MemoryStat.getDescriptor().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        String kind = field.getName().replace("kernel_tcp", "kerneltcp");
        entries.put(field, Fields.of(MemoryEntry.getDescriptor(), name -> entry(kind, name)));
      }
    }
    return entries;
  }

  private static Metric entry(String kind, String name) {
    return name.equals("failcnt")
        ? Samples.metric(
            "memory_" + kind + "_failcnt", "total", Kind.COUNTER, "How often the limit was met")
        : Samples.metric(
            "memory_" + kind + "_" + name, "bytes", Kind.GAUGE, "Memory: " + kind + ", " + name);
  }

  private static Map<FieldDescriptor, Metric> blockIo() {
    Map<FieldDescriptor, Metric> metrics = new LinkedHashMap<>();
    for (FieldDescriptor field : BlkIOStat.getDescriptor().getFields()) {
      String name = field.getName();
      String unit = name.contains("bytes") ? "bytes" : "total";
      Kind kind = name.contains("queued") ? Kind.GAUGE : Kind.COUNTER;
      metrics.put(field, Samples.metric("blkio_" + name, unit, kind, "Block devices: " + name));
    }
    return metrics;
  }
}
