package dev.gantry.api.metrics;

import java.util.List;

/// Implemented by a plugin's instance that has metrics. Nothing is measured until somebody asks,
/// and nothing is kept for the next one who does. Safe for any number of threads.
public interface MetricSource {
  /// The numbers of this moment, those of a metric in a row. No two have the same metric and
  /// labels. May take seconds when it has to ask others; what does not answer is left out.
  List<Sample> poll();
}
