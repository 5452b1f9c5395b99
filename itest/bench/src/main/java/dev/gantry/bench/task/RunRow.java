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

/// How long a container takes that has nothing to do.
public final class RunRow implements Row {
  private static final int WARM_UP = 20;

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String text() {
    return "ctr run --rm of a program that ends at once";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Samples containerd = new Samples();
    Samples gantry = new Samples();
    try (Runner peer = Runner.start(lab, lab.containerd());
        Runner ours = Runner.start(lab, lab.gantry())) {
      for (int i = 0; i < plan.size(WARM_UP, 1); i++) {
        peer.runOnce("warm-" + i);
        ours.runOnce("warm-" + i);
      }
      Turns.take(
          plan.rounds(30),
          List.of(
              round -> containerd.add(peer.runOnce("run-" + round)),
              round -> gantry.add(ours.runOnce("run-" + round))));
    }
    return List.of(Line.of("ctr run --rm, ms", containerd, gantry, new Goal.Near(1.1, 15)));
  }
}
