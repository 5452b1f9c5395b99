package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.ShellSession;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How long the replacement of metadata delays a call when there is much to read again.
public final class MetadataRow implements Row {
  private static final int RECORDS = 100_000;
  private static final int WRITERS = 16;

  @Override
  public String name() {
    return "metadata";
  }

  @Override
  public String text() {
    return "the longest Leases.Create while the metadata bundle is updated, with 100,000 leases";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path folder = lab.fresh(lab.gantry());
    Samples longest = new Samples();
    try (Daemon daemon = lab.start(lab.gantry(), folder);
        ShellSession shell = lab.shell(daemon)) {
      String id = shell.bundle("dev.gantry.metadata");
      lab.say("metadata, creating leases");
      try (LeaseLoad load = new LeaseLoad(lab.channels(), daemon, WRITERS)) {
        load.rate(plan.size(RECORDS, 1600) / WRITERS);
      }
      AtomicInteger created = new AtomicInteger();
      try (Callers callers =
          new Callers(
              lab,
              daemon,
              1,
              client -> client.createLease("meanwhile-" + created.incrementAndGet(), ""))) {
        for (int round = 0; round < plan.rounds(7); round++) {
          lab.say("metadata, replacing");
          callers.proceed(plan.size(200, 2));
          longest.add(callers.longestDuring(() -> shell.update(id)));
        }
      }
    } finally {
      lab.remove(folder);
    }
    return List.of(
        Line.alone(
            "longest call of a replacement of metadata with 100,000 records, ms",
            longest,
            new Goal.AtMost(1500)));
  }
}
