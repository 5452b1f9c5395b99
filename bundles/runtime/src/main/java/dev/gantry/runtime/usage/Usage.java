package dev.gantry.runtime.usage;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.metrics.Sample;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.types.TypedValue;
import java.lang.System.Logger.Level;
import java.util.List;

/// What a task uses, as samples. Their names are containerd's, so that dashboards go on working.
public final class Usage {
  private static final System.Logger LOG = System.getLogger(Usage.class.getName());

  private Usage() {}

  /// None for what the shim did not say, or said in a form that is not known.
  public static List<Sample> of(String namespace, TaskMetric usage) {
    Samples samples = new Samples(namespace, usage.task());
    TypedValue data = usage.data();
    if (data != null) {
      try {
        add(data, samples);
      } catch (InvalidProtocolBufferException e) {
        LOG.log(Level.DEBUG, "usage of task={0} cannot be read: {1}", usage.task(), e.getMessage());
      }
    }
    return samples.all();
  }

  private static void add(TypedValue data, Samples samples) throws InvalidProtocolBufferException {
    switch (data.typeUrl().substring(data.typeUrl().lastIndexOf('/') + 1)) {
      case "io.containerd.cgroups.v1.Metrics" ->
          UsageV1.add(dev.gantry.proto.cgroups.v1.Metrics.parseFrom(data.value()), samples);
      case "io.containerd.cgroups.v2.Metrics" ->
          UsageV2.add(dev.gantry.proto.cgroups.v2.Metrics.parseFrom(data.value()), samples);
      default -> LOG.log(Level.DEBUG, "usage of type={0} is not known", data.typeUrl());
    }
  }
}
