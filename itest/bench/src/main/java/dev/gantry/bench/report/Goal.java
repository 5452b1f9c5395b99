package dev.gantry.bench.report;

/// What a line should come to.
public sealed interface Goal {
  String text();

  boolean isMet(double gantry, double ratio);

  /// @param bound of Gantry's own figure
  record AtMost(double bound) implements Goal {
    @Override
    public String text() {
      return "≤ " + Samples.figure(bound);
    }

    @Override
    public boolean isMet(double gantry, double ratio) {
      return gantry <= bound;
    }
  }

  /// @param bound of Gantry's figure divided by containerd's
  record RatioAtMost(double bound) implements Goal {
    @Override
    public String text() {
      return "ratio ≤ " + Samples.figure(bound);
    }

    @Override
    public boolean isMet(double gantry, double ratio) {
      return ratio <= bound;
    }
  }

  /// @param bound of Gantry's figure divided by containerd's
  record RatioAtLeast(double bound) implements Goal {
    @Override
    public String text() {
      return "ratio ≥ " + Samples.figure(bound);
    }

    @Override
    public boolean isMet(double gantry, double ratio) {
      return ratio >= bound;
    }
  }

  /// @param bound of Gantry's figure divided by containerd's
  /// @param more than containerd's figure is well, too
  record Near(double bound, double more) implements Goal {
    @Override
    public String text() {
      return "ratio ≤ " + Samples.figure(bound) + " or + " + Samples.figure(more);
    }

    @Override
    public boolean isMet(double gantry, double ratio) {
      return ratio <= bound || gantry - gantry / ratio <= more;
    }
  }

  /// Only to know.
  record None() implements Goal {
    @Override
    public String text() {
      return "";
    }

    @Override
    public boolean isMet(double gantry, double ratio) {
      return true;
    }
  }
}
