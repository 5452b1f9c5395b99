package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import dev.gantry.bench.wire.Blob;
import dev.gantry.bench.wire.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How fast one client writes a blob of 1 GiB and reads it back.
public final class ContentRow implements Row {
  private static final int CHUNKS = 1024;

  @Override
  public String name() {
    return "content";
  }

  @Override
  public String text() {
    return "Content.Write of 1 GiB in chunks of 1 MiB with its commit, and Content.Read of it";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path containerd = lab.fresh(lab.containerd());
    Path gantry = lab.fresh(lab.gantry());
    Samples[] written = {new Samples(), new Samples()};
    Samples[] read = {new Samples(), new Samples()};
    try (Daemon peer = lab.start(lab.containerd(), containerd);
        Daemon ours = lab.start(lab.gantry(), gantry)) {
      // Compiles what both sides run.
      Blob small = new Blob(-1, plan.size(CHUNKS / 4, 4));
      once(lab, peer, small, new Samples(), new Samples());
      once(lab, ours, small, new Samples(), new Samples());
      Turns.take(
          plan.rounds(3),
          List.of(
              round -> once(lab, peer, blob(plan, round), written[0], read[0]),
              round -> once(lab, ours, blob(plan, round), written[1], read[1])));
    } finally {
      lab.remove(containerd);
      lab.remove(gantry);
    }
    return List.of(
        Line.of("Content.Write 1 GiB, MB/s", written[0], written[1], new Goal.RatioAtLeast(1)),
        Line.of("Content.Read 1 GiB, MB/s", read[0], read[1], new Goal.RatioAtLeast(1)));
  }

  private static Blob blob(Plan plan, int round) {
    return new Blob(round, plan.size(CHUNKS, 16));
  }

  private static void once(Lab lab, Daemon daemon, Blob blob, Samples written, Samples read) {
    lab.say("content, " + daemon.name());
    lab.sync();
    try (Client client = new Client(lab.channels(), daemon)) {
      client.answersVersion();
      long begin = System.nanoTime();
      client.write(blob, "bench");
      written.add(rate(blob, begin));
      lab.sync();
      begin = System.nanoTime();
      long bytes = client.read(blob.digest());
      read.add(rate(blob, begin));
      if (bytes != blob.size()) {
        throw new Failure(daemon.name() + " reads " + bytes + " bytes of " + blob.size());
      }
      client.deleteBlob(blob.digest());
      client.collect();
    }
  }

  /// In MB (10^6 bytes) a second.
  private static double rate(Blob blob, long begin) {
    return blob.size() / 1e6 / ((System.nanoTime() - begin) / 1e9);
  }
}
