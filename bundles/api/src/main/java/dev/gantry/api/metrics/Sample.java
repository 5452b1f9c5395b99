package dev.gantry.api.metrics;

import java.util.Map;

/// One number.
///
/// @param labels what it is the number of; all samples of a metric have the same keys
/// @param value in the metric's unit
public record Sample(Metric metric, Map<String, String> labels, double value) {
  public Sample {
    labels = Map.copyOf(labels);
  }
}
