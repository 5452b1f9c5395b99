package dev.gantry.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static Samples samples(double... values) {
    Samples samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }

  @Test
  void theMedianIsTheMiddleOrTheMeanOfTwo() {
    assertEquals(3, samples(9, 1, 3).median());
    assertEquals(2.5, samples(4, 1, 2, 3).median());
  }

  @Test
  void goalsLookAtTheRightFigure() {
    assertTrue(new Goal.AtMost(700).isMet(700, 9));
    assertFalse(new Goal.AtMost(700).isMet(701, 0.1));
    assertTrue(new Goal.RatioAtMost(1).isMet(5, 1));
    assertFalse(new Goal.RatioAtMost(1).isMet(0, 1.01));
    assertTrue(new Goal.RatioAtLeast(3).isMet(0, 3));
    assertFalse(new Goal.RatioAtLeast(3).isMet(99, 2.9));
  }

  @Test
  void aLineHasMediansRatioAndVerdict() {
    Report report = new Report(List.of("fact"));
    report.add(
        List.of(
            Line.of("import, s", samples(8, 10, 12), samples(5, 4, 6), new Goal.RatioAtMost(1))));

    String text = report.text(List.of());

    assertTrue(text.contains("| import, s |       10.0 |   5.00 |                0.50 |"), text);
    assertTrue(text.contains("| yes |"), text);
    assertTrue(text.contains("ratios      0.63 0.40 0.50 (median 0.50)"), text);
    assertTrue(report.isWhole());
  }

  @Test
  void aRowThatFailedIsTold() {
    Report report = new Report(List.of("fact"));
    report.failed("huge", "no space");

    String text = report.text(List.of());

    assertTrue(text.contains("**not measured** huge: no space"), text);
    assertFalse(report.isWhole());
  }
}
