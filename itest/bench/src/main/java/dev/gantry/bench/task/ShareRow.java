package dev.gantry.bench.task;

import dev.gantry.bench.process.Contender;
import dev.gantry.bench.process.Heap;
import dev.gantry.bench.process.Memory;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import dev.gantry.bench.row.Lab;
import dev.gantry.bench.row.Plan;
import dev.gantry.bench.row.Row;
import dev.gantry.bench.row.Turns;
import java.io.IOException;
import java.util.List;

/// What memory a daemon holds for each container that runs.
public final class ShareRow implements Row {
  private static final int CONTAINERS = 200;
  private static final int CLIENTS = 4;
  private static final double KIBIBYTES = 1024;

  @Override
  public String name() {
    return "share";
  }

  @Override
  public String text() {
    return "the daemon's own memory for each of 200 running containers";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Samples containerd = new Samples();
    Samples resident = new Samples();
    Samples heap = new Samples();
    int containers = plan.size(CONTAINERS, CLIENTS);
    Turns.take(
        plan.rounds(3),
        List.of(
            _ -> take(lab, lab.containerd(), containers, containerd, new Samples()),
            _ -> take(lab, lab.gantry(), containers, resident, heap)));
    return List.of(
        Line.of("RSS for a container, KiB", containerd, resident, new Goal.AtMost(200)),
        Line.alone("live heap for a container, KiB", heap, new Goal.AtMost(200)));
  }

  /// The difference that they make to a daemon that has run some before.
  private static void take(
      Lab lab, Contender contender, int containers, Samples resident, Samples heap)
      throws IOException {
    lab.say("share, " + contender.name());
    try (Runner runner = Runner.start(lab, contender)) {
      runner.startAll("warm-", containers / 4, CLIENTS);
      runner.removeAll("warm-", containers / 4, CLIENTS);
      boolean java = contender instanceof Contender.Gantry;
      long pid = runner.daemon().pid();
      double live = java ? Heap.live(pid) : 0;
      double held = Memory.of(pid).resident() * KIBIBYTES;
      runner.startAll("share-", containers, CLIENTS);
      if (java) {
        heap.add((Heap.live(pid) - live) / containers);
      }
      resident.add((Memory.of(pid).resident() * KIBIBYTES - held) / containers);
    }
  }
}
