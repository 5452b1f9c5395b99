package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.cli.ParseException;
import org.osgi.framework.BundleException;

/// Where the process begins. Exit status: 0 after an orderly stop, 1 when the start failed or the
/// daemon gave up, 2 for wrong flags.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Flags flags;
    try {
      flags = Flags.parse(args);
    } catch (ParseException e) {
      System.err.println("gantry: " + e.getMessage() + "; see gantry --help");
      System.exit(2);
      return;
    }
    Distribution distribution =
        new Distribution(
            Path.of(System.getProperty("gantry.home", ".")),
            Path.of(System.getProperty("gantry.cache", "cache")));
    if (flags.help()) {
      System.out.print(Flags.usage());
    } else if (flags.version()) {
      System.out.println(
          "gantry dev.gantry " + distribution.version() + " " + distribution.revision());
    } else {
      System.exit(run(distribution, flags));
    }
  }

  private static int run(Distribution distribution, Flags flags) {
    Logs.start(flags.logLevel());
    try (BundleCache cache = BundleCache.open(distribution)) {
      Daemon daemon = new Daemon(distribution, flags, cache);
      AotTraining training = new AotTraining(distribution);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(daemon, training), "stop"));
      daemon.start();
      if (flags.train()) {
        TrainingCall.make(Path.of(flags.given().getOrDefault("address", "")));
        return 0;
      }
      training.begin();
      return daemon.awaitStop();
    } catch (BundleException | IOException e) {
      System.err.println("gantry: " + e.getMessage());
      return 1;
    }
  }

  /// TERM and INT end the virtual machine, which waits for this: the stop in order, and then the
  /// status that says so, which a signal would otherwise replace.
  private static void stopped(Daemon daemon, AotTraining training) {
    training.close();
    Runtime.getRuntime().halt(daemon.stop());
  }
}
