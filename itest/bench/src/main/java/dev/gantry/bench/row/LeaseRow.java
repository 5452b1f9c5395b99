package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.report.Disk;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// How many leases a second can be created, which are small durable transactions. The samples are
/// short windows, taken in turn with the disk's own rate, because disks are moody.
public final class LeaseRow implements Row {
  private static final int MANY = 16;

  /// Calls to each daemon before the first window: by then both run what they keep running.
  private static final int WARM_UP = 8000;

  private static final int IN_PLACE_BYTES = 1 << 20;

  @Override
  public String name() {
    return "leases";
  }

  @Override
  public String text() {
    return "Leases.Create from 1 client and from 16, beside bare writes to the same disk";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Path containerd = lab.fresh(lab.containerd());
    Path gantry = lab.fresh(lab.gantry());
    Path raw = lab.fresh("raw");
    try (Daemon peer = lab.start(lab.containerd(), containerd);
        Daemon ours = lab.start(lab.gantry(), gantry);
        RawLog growing = new RawLog(raw.resolve("growing"), 0);
        RawLog inPlace = new RawLog(raw.resolve("in-place"), IN_PLACE_BYTES)) {
      int warmUp = plan.size(WARM_UP, 40);
      Bench bench = new Bench(lab, peer, ours, growing, inPlace, warmUp, plan.rounds(10));
      return List.of(
          bench.line(1, plan.size(200, 20), new Goal.RatioAtLeast(1)),
          bench.line(MANY, plan.size(100, 10), new Goal.RatioAtLeast(3)));
    } finally {
      for (Path folder : List.of(containerd, gantry, raw)) {
        lab.remove(folder);
      }
    }
  }

  private record Bench(
      Lab lab, Daemon peer, Daemon ours, RawLog growing, RawLog inPlace, int warmUp, int rounds) {
    /// @param each leases that every client creates in a window
    Line line(int clients, int each, Goal goal) throws IOException {
      Samples containerd = new Samples();
      Samples gantry = new Samples();
      Disk disk = new Disk(new Samples(), new Samples());
      String load = "Leases.Create, " + clients + (clients == 1 ? " client" : " clients");
      lab.say(load);
      try (LeaseLoad peerLoad = new LeaseLoad(lab.channels(), peer, clients);
          LeaseLoad ourLoad = new LeaseLoad(lab.channels(), ours, clients)) {
        // Connects, and compiles what both sides run.
        peerLoad.rate(warmUp / clients);
        ourLoad.rate(warmUp / clients);
        Turns.take(
            rounds,
            List.of(
                _ -> containerd.add(settled(() -> peerLoad.rate(each))),
                _ -> gantry.add(settled(() -> ourLoad.rate(each))),
                _ -> disk.appended().add(settled(() -> growing.rate(each, clients))),
                _ -> disk.inPlace().add(settled(() -> inPlace.rate(each, clients)))));
      }
      return new Line(load + ", 1/s", containerd, gantry, disk, goal);
    }

    private double settled(Rate rate) throws IOException {
      lab.sync();
      return rate.measure();
    }
  }

  private interface Rate {
    double measure() throws IOException;
  }
}
