package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import dev.gantry.bench.sample.Answering;
import dev.gantry.bench.sample.SampleJar;
import dev.gantry.bench.wire.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long it takes from a jar's rename into the plugin folder to the first answer of its plugin.
public final class DeployRow implements Row {
  private static final long LIMIT_SECONDS = 120;
  private static final long POLL_NANOS = 1_000_000;

  @Override
  public String name() {
    return "deploy";
  }

  @Override
  public String text() {
    return "from the rename of a jar into the plugin folder to the first answer of its service";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path folder = lab.fresh(lab.gantry());
    Samples seconds = new Samples();
    try (Daemon daemon = lab.start(lab.gantry(), folder);
        Client client = new Client(lab.channels(), daemon)) {
      Path jar = folder.resolve("root/plugins/sample.jar");
      for (int round = 0; round < plan.rounds(11); round++) {
        Path made = SampleJar.write(folder.resolve("sample.jar"));
        long begin = System.nanoTime();
        Files.move(made, jar, StandardCopyOption.ATOMIC_MOVE);
        await(client, true);
        seconds.add((System.nanoTime() - begin) / 1e9);
        Files.delete(jar);
        await(client, false);
      }
    } finally {
      lab.remove(folder);
    }
    return List.of(Line.alone("from rename to the first answer, s", seconds, new Goal.AtMost(3)));
  }

  private static void await(Client client, boolean served) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (client.knows(Answering.method()) != served) {
      if (System.nanoTime() > end) {
        throw new Failure("the sample is not " + (served ? "served" : "gone"));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
