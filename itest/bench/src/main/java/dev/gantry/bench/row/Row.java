package dev.gantry.bench.row;

import dev.gantry.bench.report.Line;
import java.io.IOException;
import java.util.List;

/// Something that is measured of both daemons in turn. Each one starts the daemons it needs, with
/// fresh data, and ends them.
public interface Row {
  /// What it is asked for by.
  String name();

  /// What it measures, for the help text.
  String text();

  List<Line> measure(Lab lab, Plan plan) throws IOException;
}
