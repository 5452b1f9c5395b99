package dev.gantry.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What was measured of one contender, in the order it was measured in.
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  public void add(double value) {
    values.add(value);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// The middle one, or the mean of the two in the middle. Needs at least one.
  public double median() {
    if (values.isEmpty()) {
      throw new IllegalStateException("no samples");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// The least value that so many of a hundred do not exceed. Needs at least one.
  public double percentile(int percent) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.ceilDiv(percent * sorted.size(), 100) - 1);
  }

  /// Each one divided by the one of another contender that was taken beside it.
  Samples per(Samples other) {
    Samples ratios = new Samples();
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      ratios.add(values.get(i) / other.values.get(i));
    }
    return ratios;
  }

  /// A figure with three digits or more.
  static String figure(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  @Override
  public String toString() {
    return values.stream().map(Samples::figure).collect(Collectors.joining(" "));
  }
}
