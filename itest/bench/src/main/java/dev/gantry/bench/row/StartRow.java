package dev.gantry.bench.row;

import dev.gantry.bench.process.Contender;
import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.process.Memory;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long a warm daemon takes from exec to the first answer, and what memory it holds when idle.
public final class StartRow implements Row {
  private static final int IDLE_SECONDS = 30;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String text() {
    return "from exec to the first answer of Version, with and without AOT cache; memory when idle";
  }

  /// @param folder its root and state stay from start to start
  private record Starter(
      Contender contender,
      Path folder,
      Samples millis,
      Samples cpuMillis,
      Samples resident,
      Samples proportional) {
    /// Starts it once, which makes what later starts use.
    static Starter of(Lab lab, Contender contender) throws IOException {
      Path folder = lab.fresh(contender);
      lab.start(contender, folder).close();
      return new Starter(
          contender, folder, new Samples(), new Samples(), new Samples(), new Samples());
    }
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Starter peer = Starter.of(lab, lab.containerd());
    Starter gantry = Starter.of(lab, lab.gantry());
    Starter plain = Starter.of(lab, lab.gantryWithoutAot());
    List<Starter> starters = List.of(peer, gantry, plain);
    List<Turns.Turn> turns = new ArrayList<>();
    starters.forEach(starter -> turns.add(_ -> startOnce(lab, starter)));
    Turns.take(plan.rounds(11), turns);
    for (int round = 0; round < plan.rounds(3); round++) {
      idle(lab, starters, plan.size(IDLE_SECONDS, 1));
    }
    for (Starter starter : starters) {
      lab.remove(starter.folder);
    }
    return lines(peer, gantry, plain);
  }

  private static void startOnce(Lab lab, Starter starter) throws IOException {
    lab.sync();
    long begin = System.nanoTime();
    try (Daemon daemon = lab.start(starter.contender, starter.folder)) {
      starter.millis.add((System.nanoTime() - begin) / 1e6);
      starter.cpuMillis.add(daemon.cpuTime().toNanos() / 1e6);
      if (starter.contender.equals(lab.gantry()) && !usesAotCache(daemon)) {
        throw new Failure("Gantry does not use its AOT cache:\n" + daemon.endOfLog());
      }
    }
  }

  private static boolean usesAotCache(Daemon daemon) throws IOException {
    return Files.readString(Path.of("/proc/" + daemon.pid() + "/maps")).contains("gantry.aot");
  }

  /// All of them at once, as nobody works meanwhile.
  private static void idle(Lab lab, List<Starter> starters, int seconds) throws IOException {
    lab.say("waiting " + seconds + " s with idle daemons");
    List<Daemon> daemons = new ArrayList<>();
    try {
      for (Starter starter : starters) {
        daemons.add(lab.start(starter.contender, starter.folder));
      }
      TimeUnit.SECONDS.sleep(seconds);
      for (int i = 0; i < starters.size(); i++) {
        Memory memory = Memory.of(daemons.get(i).pid());
        starters.get(i).resident.add(memory.resident());
        starters.get(i).proportional.add(memory.proportional());
      }
    } catch (InterruptedException e) {
      throw new Failure("interrupted", e);
    } finally {
      daemons.forEach(Daemon::close);
    }
  }

  private static List<Line> lines(Starter peer, Starter gantry, Starter plain) {
    return List.of(
        Line.of("start, ms", peer.millis, gantry.millis, new Goal.AtMost(700)),
        Line.of("start, CPU ms", peer.cpuMillis, gantry.cpuMillis, new Goal.None()),
        Line.of("start without AOT cache, ms", peer.millis, plain.millis, new Goal.None()),
        Line.of("idle RSS, MiB", peer.resident, gantry.resident, new Goal.AtMost(130)),
        Line.of("idle PSS, MiB", peer.proportional, gantry.proportional, new Goal.None()),
        Line.of("idle RSS without AOT cache, MiB", peer.resident, plain.resident, new Goal.None()));
  }
}
