package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.ShellSession;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How long the replacement of a small plugin delays a call that needs it. Each sample is the 99th
/// percentile over many replacements of the longest call of each.
public final class ReplaceRow implements Row {
  private static final String BUNDLE = "dev.gantry.events";
  private static final int MANY = 16;

  /// By then both sides run what they keep running.
  private static final int WARM_UP = 20;

  @Override
  public String name() {
    return "replace";
  }

  @Override
  public String text() {
    return "the longest Events.Publish while the events bundle is updated, from 1 client and from 16";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path folder = lab.fresh(lab.gantry());
    try (Daemon daemon = lab.start(lab.gantry(), folder);
        ShellSession shell = lab.shell(daemon)) {
      String id = shell.bundle(BUNDLE);
      return List.of(
          line(lab, plan, daemon, () -> shell.update(id), 1, 30),
          line(lab, plan, daemon, () -> shell.update(id), MANY, 150));
    } finally {
      lab.remove(folder);
    }
  }

  private static Line line(
      Lab lab, Plan plan, Daemon daemon, Runnable update, int clients, double limit) {
    String what =
        "longest call of a replacement, "
            + clients
            + (clients == 1 ? " client" : " clients")
            + ", p99, ms";
    lab.say(what);
    Samples percentiles = new Samples();
    try (Callers callers =
        new Callers(lab, daemon, clients, client -> client.publish("/bench/replace"))) {
      callers.proceed(plan.size(2000, 2));
      longest(callers, update, plan.size(WARM_UP, 1));
      for (int round = 0; round < plan.rounds(3); round++) {
        percentiles.add(longest(callers, update, plan.size(100, 2)).percentile(99));
      }
    }
    return Line.alone(what, percentiles, new Goal.AtMost(limit));
  }

  private static Samples longest(Callers callers, Runnable update, int times) {
    Samples longest = new Samples();
    for (int i = 0; i < times; i++) {
      longest.add(callers.longestDuring(update));
    }
    return longest;
  }
}
