package dev.gantry.bench.report;

import java.util.ArrayList;
import java.util.List;

/// A line of the table.
///
/// @param what was measured, with its unit
/// @param disk what the disk allows, taken beside the others; empty where it does not matter
public record Line(String what, Samples containerd, Samples gantry, Disk disk, Goal goal) {
  static final List<String> HEAD =
      List.of(
          "",
          "containerd",
          "Gantry",
          "Gantry / containerd",
          "wanted",
          "met",
          "limit of the disk: appended, in place");

  /// A line without a disk.
  public static Line of(String what, Samples containerd, Samples gantry, Goal goal) {
    return new Line(what, containerd, gantry, new Disk(new Samples(), new Samples()), goal);
  }

  /// A line of what containerd cannot do.
  public static Line alone(String what, Samples gantry, Goal goal) {
    return of(what, new Samples(), gantry, goal);
  }

  private boolean isAlone() {
    return containerd.isEmpty();
  }

  double ratio() {
    return gantry.median() / containerd.median();
  }

  List<String> cells() {
    String met =
        switch (goal) {
          case Goal.None() -> "";
          case Goal.AtMost _, Goal.RatioAtMost _, Goal.RatioAtLeast _, Goal.Near _ ->
              goal.isMet(gantry.median(), isAlone() ? Double.NaN : ratio()) ? "yes" : "**no**";
        };
    return List.of(
        what,
        isAlone() ? "" : Samples.figure(containerd.median()),
        Samples.figure(gantry.median()),
        isAlone() ? "" : Samples.figure(ratio()),
        goal.text(),
        met,
        disk.cell());
  }

  /// All samples, so that the noise can be seen.
  List<String> details() {
    Samples ratios = gantry.per(containerd);
    List<String> lines = new ArrayList<>();
    lines.add(what);
    if (isAlone()) {
      lines.add("    Gantry      " + gantry);
      return lines;
    }
    lines.add("    containerd  " + containerd);
    lines.add("    Gantry      " + gantry);
    lines.addAll(disk.details());
    lines.add("    ratios      " + ratios + " (median " + Samples.figure(ratios.median()) + ")");
    return lines;
  }
}
