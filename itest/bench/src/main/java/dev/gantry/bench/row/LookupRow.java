package dev.gantry.bench.row;

import dev.gantry.bench.process.Failure;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// What look-up, counting and handles cost a call, by JMH. No daemon takes part.
public final class LookupRow implements Row {
  @Override
  public String name() {
    return "lookup";
  }

  @Override
  public String text() {
    return "look-up of a plugin, four counted uses of handles, and the counting of a call for the"
        + " shell's stats, from 1 thread and from 2";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) {
    List<Line> lines = new ArrayList<>();
    for (int threads : List.of(1, 2)) {
      lines.add(line(lab, plan, "look-up and 4 uses", "Uses", threads));
      lines.add(line(lab, plan, "counting for stats", "Counting", threads));
    }
    return lines;
  }

  private static Line line(Lab lab, Plan plan, String text, String benchmark, int threads) {
    String what = text + ", " + threads + (threads == 1 ? " thread" : " threads") + ", µs";
    lab.say(what);
    return Line.alone(what, run(plan, benchmark, threads), new Goal.AtMost(1));
  }

  private static Samples run(Plan plan, String benchmark, int threads) {
    TimeValue iteration = TimeValue.milliseconds(plan.size(1000, 50));
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("dev\\.gantry\\.bench\\.lookup\\." + benchmark + "\\..*")
            .threads(threads)
            .forks(plan.rounds(3))
            .warmupIterations(3)
            .warmupTime(iteration)
            .measurementIterations(5)
            .measurementTime(iteration)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow");
    Samples micros = new Samples();
    try {
      for (RunResult result : new Runner(options.build()).run()) {
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
          for (IterationResult one : fork.getIterationResults()) {
            micros.add(one.getPrimaryResult().getScore());
          }
        }
      }
    } catch (RunnerException e) {
      throw new Failure("JMH: " + e.getMessage(), e);
    }
    return micros;
  }
}
