package dev.gantry.contracts.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.metrics.Metric;
import dev.gantry.api.metrics.MetricSource;
import dev.gantry.api.metrics.Sample;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [MetricSource] must do. A test class extends this and hands out a source that has
/// something to tell.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class MetricSourceSuite {
  /// The source under test.
  protected abstract MetricSource source();

  private List<Sample> poll() {
    List<Sample> samples = source().poll();
    assertFalse(samples.isEmpty());
    return samples;
  }

  @Test
  void noTwoSamplesAreTheSame() {
    Set<String> seen = new HashSet<>();

    poll()
        .forEach(
            sample ->
                assertTrue(
                    seen.add(sample.metric().name() + sample.labels()), () -> "twice: " + sample));
  }

  @Test
  void aMetricMeansTheSameEverywhereAndHasTheSameLabels() {
    Map<String, Metric> metrics = new HashMap<>();
    Map<String, Set<String>> labels = new HashMap<>();

    for (Sample sample : poll()) {
      String name = sample.metric().name();
      assertEquals(sample.metric(), metrics.computeIfAbsent(name, _ -> sample.metric()));
      Set<String> keys = sample.labels().keySet();
      assertEquals(keys, labels.computeIfAbsent(name, _ -> keys));
    }
  }

  @Test
  void theSamplesOfAMetricFollowEachOther() {
    Set<String> ended = new LinkedHashSet<>();
    String last = "";

    for (Sample sample : poll()) {
      String name = sample.metric().name();
      if (!name.equals(last)) {
        assertFalse(ended.contains(name), () -> name + " comes again");
        ended.add(last);
        last = name;
      }
    }
  }

  @Test
  void valuesAreNumbersAndHelpIsThere() {
    for (Sample sample : poll()) {
      assertTrue(Double.isFinite(sample.value()), sample.toString());
      assertFalse(sample.metric().help().isBlank(), sample.toString());
    }
  }
}
