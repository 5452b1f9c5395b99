package dev.gantry.runtime.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import dev.gantry.api.metrics.Metric.Kind;
import dev.gantry.api.metrics.Sample;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.cgroups.v1.BlkIOEntry;
import dev.gantry.proto.cgroups.v1.BlkIOStat;
import dev.gantry.proto.cgroups.v1.CPUStat;
import dev.gantry.proto.cgroups.v1.CPUUsage;
import dev.gantry.proto.cgroups.v1.MemoryEntry;
import dev.gantry.proto.cgroups.v1.MemoryOomControl;
import dev.gantry.proto.cgroups.v1.MemoryStat;
import dev.gantry.proto.cgroups.v1.PidsStat;
import dev.gantry.proto.cgroups.v2.IOEntry;
import dev.gantry.proto.cgroups.v2.IOStat;
import dev.gantry.proto.cgroups.v2.MemoryEvents;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static List<Sample> of(Message usage) {
    TypedValue data =
        new TypedValue(usage.getDescriptorForType().getFullName(), usage.toByteArray());
    return Usage.of("ns", new TaskMetric("id", Instant.EPOCH, data));
  }

  /// Without the labels that every sample has.
  private static Map<String, Double> values(List<Sample> samples) {
    return samples.stream()
        .collect(
            Collectors.toMap(
                sample ->
                    sample.metric().name().replace("container_", "")
                        + sample.labels().entrySet().stream()
                            .filter(label -> !List.of("ns", "id").contains(label.getValue()))
                            .map(label -> " " + label)
                            .sorted()
                            .collect(Collectors.joining()),
                Sample::value));
  }

  @Test
  void theFirstVersionHasContainerdsNames() {
    var usage =
        dev.gantry.proto.cgroups.v1.Metrics.newBuilder()
            .setCpu(
                CPUStat.newBuilder()
                    .setUsage(CPUUsage.newBuilder().setTotal(5).setUser(3).addPerCpu(4)))
            .setMemory(
                MemoryStat.newBuilder()
                    .setRss(7)
                    .setTotalPgMajFault(8)
                    .setHierarchicalSwapLimit(-1)
                    .setUsage(MemoryEntry.newBuilder().setUsage(9).setLimit(10).setFailcnt(11))
                    .setKernelTcp(MemoryEntry.newBuilder().setMax(12)))
            .setMemoryOomControl(MemoryOomControl.newBuilder().setOomKill(2))
            .setPids(PidsStat.newBuilder().setCurrent(13))
            .setBlkio(
                BlkIOStat.newBuilder()
                    .addIoServiceBytesRecursive(
                        BlkIOEntry.newBuilder()
                            .setOp("Read")
                            .setDevice("/dev/a")
                            .setMajor(8)
                            .setMinor(1)
                            .setValue(14)))
            .build();

    Map<String, Double> values = values(of(usage));

    assertEquals(5, values.get("cpu_total_nanoseconds"));
    assertEquals(0, values.get("cpu_kernel_nanoseconds"));
    assertEquals(4, values.get("per_cpu_nanoseconds cpu=0"));
    assertEquals(0, values.get("cpu_throttle_periods_total"));
    assertEquals(0, values.get("cpu_throttled_periods_total"));
    assertEquals(0, values.get("cpu_throttled_time_nanoseconds"));
    assertEquals(7, values.get("memory_rss_bytes"));
    assertEquals(8, values.get("memory_total_pgmajfault_bytes"));
    assertEquals(0, values.get("memory_pgpgin_bytes"));
    assertEquals(0x1p64, values.get("memory_hierarchical_memsw_limit_bytes"));
    assertEquals(9, values.get("memory_usage_usage_bytes"));
    assertEquals(10, values.get("memory_usage_limit_bytes"));
    assertEquals(11, values.get("memory_usage_failcnt_total"));
    assertEquals(12, values.get("memory_kerneltcp_max_bytes"));
    assertEquals(2, values.get("memory_oom_total"));
    assertEquals(13, values.get("pids_current"));
    assertEquals(0, values.get("pids_limit"));
    assertEquals(
        14,
        values.get("blkio_io_service_bytes_recursive_bytes device=/dev/a major=8 minor=1 op=Read"));
  }

  @Test
  void soHasTheSecond() {
    var usage =
        dev.gantry.proto.cgroups.v2.Metrics.newBuilder()
            .setCpu(dev.gantry.proto.cgroups.v2.CPUStat.newBuilder().setUsageUsec(5))
            .setMemory(
                dev.gantry.proto.cgroups.v2.MemoryStat.newBuilder().setUsage(6).setPgfault(7))
            .setMemoryEvents(MemoryEvents.newBuilder().setOom(8).setOomKill(9))
            .setPids(dev.gantry.proto.cgroups.v2.PidsStat.newBuilder().setLimit(10))
            .setIo(
                IOStat.newBuilder()
                    .addUsage(IOEntry.newBuilder().setMajor(8).setRbytes(11).setWios(12)))
            .build();

    Map<String, Double> values = values(of(usage));

    assertEquals(5, values.get("cpu_usage_usec_microseconds"));
    assertEquals(0, values.get("cpu_nr_throttled_total"));
    assertEquals(6, values.get("memory_usage_bytes"));
    assertEquals(0, values.get("memory_usage_limit_bytes"));
    assertEquals(7, values.get("memory_pgfault_bytes"));
    assertEquals(8, values.get("memory_oom_total"));
    assertEquals(10, values.get("pids_limit"));
    assertEquals(11, values.get("io_rbytes_bytes major=8 minor=0"));
    assertEquals(12, values.get("io_wios_total major=8 minor=0"));
  }

  @Test
  void whatOnlyGrowsIsACounter() {
    var usage =
        dev.gantry.proto.cgroups.v1.Metrics.newBuilder()
            .setMemory(MemoryStat.getDefaultInstance())
            .setCpu(CPUStat.getDefaultInstance())
            .build();

    Map<String, Kind> kinds =
        of(usage).stream()
            .map(Sample::metric)
            .collect(Collectors.toMap(metric -> metric.name(), metric -> metric.kind()));

    assertEquals(Kind.COUNTER, kinds.get("container_cpu_total_nanoseconds"));
    assertEquals(Kind.COUNTER, kinds.get("container_memory_pgfault_bytes"));
    assertEquals(Kind.GAUGE, kinds.get("container_memory_rss_bytes"));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    TaskMetric strange =
        new TaskMetric("id", Instant.EPOCH, new TypedValue("some.other.Metrics", new byte[0]));
    TaskMetric broken =
        new TaskMetric(
            "id",
            Instant.EPOCH,
            new TypedValue("io.containerd.cgroups.v1.Metrics", new byte[] {10}));

    assertEquals(List.of(), Usage.of("ns", strange));
    assertEquals(List.of(), Usage.of("ns", broken));
    assertEquals(List.of(), Usage.of("ns", new TaskMetric("id", Instant.EPOCH, null)));
  }
}
