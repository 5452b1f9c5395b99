package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.process.Memory;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How long `ctr images import` takes with its unpacking, and the most memory the daemon had.
///
/// @param text for the help
/// @param image as `itest/images --list` has it
/// @param rounds usual ones
/// @param warm whether an import that does not count comes first
/// @param what of the table
public record ImportRow(
    String name, String text, String image, int rounds, boolean warm, String what, Goal goal)
    implements Row {
  private static final long SECONDS = 900;

  /// Four gzip layers of real files.
  public static ImportRow big() {
    return new ImportRow(
        "import",
        "ctr images import with unpacking of an image of 300 MB",
        "big",
        5,
        true,
        "import of 300 MB",
        new Goal.RatioAtMost(1));
  }

  /// One layer larger than any heap, and than 2^31 bytes.
  public static ImportRow huge() {
    return new ImportRow(
        "huge",
        "ctr images import with unpacking of one layer of 2 GiB",
        "huge-layer",
        1,
        false,
        "import of a layer of 2 GiB",
        new Goal.None());
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path archive = lab.image(plan.quick() ? "hello" : image);
    Path containerd = lab.fresh(lab.containerd());
    Path gantry = lab.fresh(lab.gantry());
    Samples[] seconds = {new Samples(), new Samples()};
    Samples[] peaks = {new Samples(), new Samples()};
    try (Daemon peer = lab.start(lab.containerd(), containerd);
        Daemon ours = lab.start(lab.gantry(), gantry)) {
      if (warm) {
        importOnce(lab, peer, archive);
        importOnce(lab, ours, archive);
      }
      Turns.take(
          plan.rounds(rounds),
          List.of(
              _ -> seconds[0].add(importOnce(lab, peer, archive)),
              _ -> seconds[1].add(importOnce(lab, ours, archive))));
      peaks[0].add(Memory.of(peer.pid()).peak());
      peaks[1].add(Memory.of(ours.pid()).peak());
    } finally {
      lab.remove(containerd);
      lab.remove(gantry);
    }
    return List.of(
        Line.of(what + ", s", seconds[0], seconds[1], goal),
        Line.of(what + ", peak RSS in MiB", peaks[0], peaks[1], new Goal.None()));
  }

  /// Imports, and removes all that came of it.
  private double importOnce(Lab lab, Daemon daemon, Path archive) {
    lab.say(name + ", " + daemon.name());
    lab.sync();
    long begin = System.nanoTime();
    daemon.ctr(SECONDS, "images", "import", archive.toString());
    double seconds = (System.nanoTime() - begin) / 1e9;
    String image = daemon.ctr(SECONDS, "images", "ls", "-q").strip();
    if (daemon.ctr(SECONDS, "snapshots", "ls").lines().count() < 2) {
      throw new Failure(daemon.name() + " did not unpack " + image);
    }
    daemon.ctr(SECONDS, "images", "rm", "--sync", image);
    String left = daemon.ctr(SECONDS, "content", "ls", "-q").strip();
    if (!left.isEmpty()) {
      throw new Failure(daemon.name() + " kept content of a removed image: " + left);
    }
    return seconds;
  }
}
