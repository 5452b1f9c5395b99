package dev.gantry.bench;

import dev.gantry.bench.process.Failure;
import dev.gantry.bench.process.Processes;
import dev.gantry.bench.process.Tools;
import dev.gantry.bench.process.WorkFolder;
import dev.gantry.bench.report.Machine;
import dev.gantry.bench.report.Report;
import dev.gantry.bench.row.Lab;
import dev.gantry.bench.row.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The command `gantry bench`.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Path checkout = Path.of(System.getProperty("gantry.checkout", ".")).toAbsolutePath();
    try {
      Options options = Options.parse(List.of(args), checkout);
      if (options.help()) {
        System.out.print(Options.usage());
      } else {
        System.exit(run(options, checkout) ? 0 : 1);
      }
    } catch (Options.Wrong e) {
      System.err.println("bench: " + e.getMessage() + "; see gantry bench --help");
      System.exit(2);
    } catch (Failure | IOException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(1);
    }
  }

  private static boolean run(Options options, Path checkout) throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new Failure("containerd and the mounts of images need root");
    }
    Path build = options.distribution().resolve("lib/build.properties");
    if (!Files.exists(build)) {
      throw new Failure("there is no distribution: no file \"" + build + "\"");
    }
    Processes processes = new Processes();
    // For Ctrl-C, as the next one.
    Runtime.getRuntime().addShutdownHook(new Thread(processes::close, "stop processes"));
    Tools tools = Tools.prepare(processes, checkout);
    WorkFolder work = WorkFolder.open(options.work());
    try (Lab lab = new Lab(processes, work, tools, options.distribution())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> closed(lab), "stop lab"));
      Report report = new Report(facts(options, tools, work.path()));
      lab.train();
      for (Row row : options.rows()) {
        measure(row, lab, options, report);
      }
      String text = report.text(List.of("load average at the end " + Machine.load()));
      Files.writeString(checkout.resolve("itest/bench/target/bench.md"), text);
      System.out.print(text);
      return report.isWhole();
    }
  }

  private static void measure(Row row, Lab lab, Options options, Report report) {
    lab.say(row.name());
    try {
      report.add(row.measure(lab, options.plan()));
    } catch (Failure | IOException e) {
      if (lab.isClosed()) {
        throw new Failure("stopped", e);
      }
      lab.say(row.name() + " was not measured: " + e);
      report.failed(row.name(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static List<String> facts(Options options, Tools tools, Path work) throws IOException {
    List<String> facts = new ArrayList<>(Machine.facts(work));
    facts.add(tools.containerdVersion());
    facts.add(gantryVersion(options.distribution()));
    facts.add("load average at the start " + Machine.load());
    if (options.plan().quick()) {
      facts.add("**--quick: the figures below measure nothing**");
    }
    return facts;
  }

  private static String gantryVersion(Path distribution) throws IOException {
    Properties build = new Properties();
    try (var reader = Files.newBufferedReader(distribution.resolve("lib/build.properties"))) {
      build.load(reader);
    }
    String options = System.getenv().getOrDefault("GANTRY_JAVA_OPTIONS", "");
    return "gantry "
        + build.getProperty("version")
        + " "
        + build.getProperty("revision")
        + (options.isEmpty() ? "" : ", GANTRY_JAVA_OPTIONS=" + options);
  }

  /// For Ctrl-C; after an ordinary end there is nothing left to do.
  private static void closed(Lab lab) {
    try {
      lab.close();
    } catch (Failure | IOException e) {
      System.err.println("bench: cannot clean up: " + e.getMessage());
    }
  }
}
