package dev.gantry.runtime.usage;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.gantry.api.metrics.Metric;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The numbers of one message, each with what it means. What is set or not is all the same: the
/// kernel's 0 is not sent.
record Fields(Map<FieldDescriptor, Metric> metrics) {
  /// @param metric of a field's name
  static Fields of(Descriptor message, Function<String, Metric> metric) {
    Map<FieldDescriptor, Metric> metrics = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.LONG && !field.isRepeated()) {
        metrics.put(field, metric.apply(field.getName()));
      }
    }
    return new Fields(metrics);
  }

  /// @param labels besides those of the task
  void add(Message message, Map<String, String> labels, Samples samples) {
    metrics.forEach((field, metric) -> samples.add(metric, labels, (Long) message.getField(field)));
  }
}
