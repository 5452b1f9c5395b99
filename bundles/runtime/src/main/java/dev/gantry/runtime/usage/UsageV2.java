package dev.gantry.runtime.usage;

import dev.gantry.api.metrics.Metric;
import dev.gantry.api.metrics.Metric.Kind;
import dev.gantry.proto.cgroups.v2.CPUStat;
import dev.gantry.proto.cgroups.v2.IOEntry;
import dev.gantry.proto.cgroups.v2.MemoryStat;
import dev.gantry.proto.cgroups.v2.Metrics;
import dev.gantry.proto.cgroups.v2.PidsStat;
import java.util.Map;
import java.util.regex.Pattern;

/// Usage of control groups of version 2.
final class UsageV2 {
  private static final Pattern COUNTS = Pattern.compile("(pg|workingset_|thp_).*");
  private static final Fields CPU = Fields.of(CPUStat.getDescriptor(), UsageV2::cpu);
  private static final Fields MEMORY = Fields.of(MemoryStat.getDescriptor(), UsageV2::memory);
  private static final Fields PIDS =
      Fields.of(
          PidsStat.getDescriptor(),
          name -> Samples.metric("pids", name, Kind.GAUGE, "Processes and threads: " + name));
  private static final Metric OOM =
      Samples.metric("memory_oom", "total", Kind.COUNTER, "How often no memory was left");
  private static final Metric BYTES_READ = io("rbytes", "bytes");
  private static final Metric BYTES_WRITTEN = io("wbytes", "bytes");
  private static final Metric READS = io("rios", "total");
  private static final Metric WRITES = io("wios", "total");

  private UsageV2() {}

  static void add(Metrics usage, Samples samples) {
    if (usage.hasCpu()) {
      CPU.add(usage.getCpu(), Map.of(), samples);
    }
    if (usage.hasMemory()) {
      MEMORY.add(usage.getMemory(), Map.of(), samples);
    }
    if (usage.hasMemoryEvents()) {
      samples.add(OOM, Map.of(), usage.getMemoryEvents().getOom());
    }
    if (usage.hasPids()) {
      PIDS.add(usage.getPids(), Map.of(), samples);
    }
    usage.getIo().getUsageList().forEach(entry -> io(entry, samples));
  }

  private static void io(IOEntry entry, Samples samples) {
    Map<String, String> device =
        Map.of(
            "major",
            Long.toUnsignedString(entry.getMajor()),
            "minor",
            Long.toUnsignedString(entry.getMinor()));
    samples.add(BYTES_READ, device, entry.getRbytes());
    samples.add(BYTES_WRITTEN, device, entry.getWbytes());
    samples.add(READS, device, entry.getRios());
    samples.add(WRITES, device, entry.getWios());
  }

  private static Metric io(String name, String unit) {
    return Samples.metric("io_" + name, unit, Kind.COUNTER, "Block devices: " + name);
  }

  private static Metric cpu(String name) {
    String unit = name.endsWith("_usec") ? "microseconds" : "total";
    return Samples.metric("cpu_" + name, unit, Kind.COUNTER, "Processor time: " + name);
  }

  /// Counts of pages, too, are called bytes in containerd's names.
  private static Metric memory(String name) {
    Kind kind = COUNTS.matcher(name).matches() ? Kind.COUNTER : Kind.GAUGE;
    return Samples.metric("memory_" + name, "bytes", kind, "Memory: " + name);
  }
}
