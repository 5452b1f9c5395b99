package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.ShellSession;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long the replacement of a small plugin delays a call that needs it: the longest call of each
/// replacement, of which each sample is a percentile over many.
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
    return "longest Events.Publish while the events bundle is updated, 1 client and 16";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path folder = lab.fresh(lab.gantry());
    try (Daemon daemon = lab.start(lab.gantry(), folder);
        ShellSession shell = lab.shell(daemon)) {
      String id = shell.bundle(BUNDLE);
      List<Line> lines = new ArrayList<>();
      lines.addAll(lines(lab, plan, daemon, () -> shell.update(id), 1, 30));
      lines.addAll(lines(lab, plan, daemon, () -> shell.update(id), MANY, 150));
      return lines;
    } finally {
      lab.remove(folder);
    }
  }

  private static List<Line> lines(
      Lab lab, Plan plan, Daemon daemon, Runnable update, int clients, double limit) {
    String what =
        "longest call of a replacement, " + clients + (clients == 1 ? " client" : " clients");
    lab.say(what);
    Samples percentiles = new Samples();
    Samples medians = new Samples();
    try (Callers callers =
        new Callers(lab, daemon, clients, client -> client.publish("/bench/replace"))) {
      callers.proceed(plan.size(2000, 2));
      longest(callers, update, plan.size(WARM_UP, 1));
      for (int round = 0; round < plan.rounds(3); round++) {
        Samples longest = longest(callers, update, plan.size(100, 2));
        percentiles.add(longest.percentile(99));
        medians.add(longest.median());
      }
    }
    return List.of(
        Line.alone(what + ", p99, ms", percentiles, new Goal.AtMost(limit)),
        Line.alone(what + ", median, ms", medians, new Goal.None()));
  }

  private static Samples longest(Callers callers, Runnable update, int times) {
    Samples longest = new Samples();
    for (int i = 0; i < times; i++) {
      longest.add(callers.longestDuring(update));
    }
    return longest;
  }
}
