package dev.gantry.bench.task;

import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import dev.gantry.bench.row.Lab;
import dev.gantry.bench.row.Plan;
import dev.gantry.bench.row.Row;
import dev.gantry.bench.row.Turns;
import java.io.IOException;
import java.util.List;

/// How long many containers take that are started at once.
public final class ManyRow implements Row {
  private static final int CONTAINERS = 50;
  private static final int CLIENTS = 8;

  @Override
  public String name() {
    return "many";
  }

  @Override
  public String text() {
    return "50 containers started by 8 clients at once, until all run";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Samples containerd = new Samples();
    Samples gantry = new Samples();
    int containers = plan.size(CONTAINERS, CLIENTS);
    try (Runner peer = Runner.start(lab, lab.containerd());
        Runner ours = Runner.start(lab, lab.gantry())) {
      Turns.take(
          1 + plan.rounds(5), // The first one warms up.
          List.of(
              round -> take(peer, containers, round, containerd),
              round -> take(ours, containers, round, gantry)));
    }
    return List.of(
        Line.of(
            containers + " containers by 8 clients, ms",
            containerd,
            gantry,
            new Goal.RatioAtMost(1)));
  }

  private static void take(Runner runner, int containers, int round, Samples samples) {
    String prefix = "many-" + round + "-";
    double millis = runner.startAll(prefix, containers, CLIENTS);
    if (round > 0) {
      samples.add(millis);
    }
    runner.removeAll(prefix, containers, CLIENTS);
  }
}
