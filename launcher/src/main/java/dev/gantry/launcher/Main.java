package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.ParseException;
import org.osgi.framework.BundleException;

/// Where the process begins. Exit status: 0 after an orderly stop, 1 when the start failed or the
/// daemon gave up, 2 for wrong flags.
public final class Main {
  private static final System.Logger LOG = System.getLogger(Main.class.getName());

  private Main() {}

  public static void main(String[] args) {
    try {
      Flags flags = Flags.parse(args);
      Distribution distribution = Distribution.in(Path.of(System.getProperty("gantry.home", ".")));
      if (flags.help()) {
        System.out.print(Flags.usage());
      } else if (flags.version()) {
        System.out.printf(
            "gantry dev.gantry %s %s%n", distribution.version(), distribution.revision());
      } else {
        run(distribution, flags);
      }
    } catch (ParseException e) {
      System.err.println("gantry: " + e.getMessage() + "; see gantry --help");
      System.exit(2);
    } catch (BundleException | IOException e) {
      System.err.println("gantry: " + e.getMessage());
      System.exit(1);
    }
  }

  /// Ends with the daemon.
  private static void run(Distribution distribution, Flags flags)
      throws BundleException, IOException {
    System.setProperty("gantry.version", distribution.version());
    System.setProperty("gantry.revision", distribution.revision());
    Logs.start(flags.logLevel());
    restoreDumps(System.getProperty("gantry.dumps", ""));
    Path folder = Path.of(System.getProperty("gantry.cache", ""));
    BundleCache cache = BundleCache.open(folder);
    AotTraining training = new AotTraining(distribution.home(), folder);
    Daemon daemon = new Daemon(distribution, flags, cache.folder());
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(daemon, training, cache), "stop"));
    } catch (IllegalStateException e) {
      cache.close(); // A signal was faster: the virtual machine ends already.
      return;
    }
    daemon.start();
    if (flags.print()) {
      daemon.print();
    } else if (flags.train()) {
      TrainingCalls.make(Path.of(flags.given().getOrDefault("address", "")));
    } else {
      if (cache.isKept()) {
        training.begin();
        OldCaches.remove(folder, distribution.home());
      }
      Hangup.call(daemon::reload);
      daemon.awaitStop();
    }
    System.exit(0); // The hook knows the status.
  }

  /// The virtual machine has its own core dumps hold whatever files it maps. Containers inherit the
  /// setting, and those who debug them, or have no room for such dumps, expect the machine's.
  ///
  /// @param filter as it was before there was a virtual machine, in hexadecimal digits; empty where
  ///   the kernel has none
  private static void restoreDumps(String filter) {
    if (!filter.isEmpty()) {
      try {
        Files.writeString(Path.of("/proc/self/coredump_filter"), "0x" + filter);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "containers will have core dumps as a virtual machine has", e);
      }
    }
  }

  /// TERM and INT end the virtual machine, as does a start that failed. It waits for this: the stop
  /// in order, and then the status that says so, which a signal would otherwise replace.
  private static void stop(Daemon daemon, AotTraining training, BundleCache cache) {
    training.close();
    int status = daemon.stop();
    try {
      cache.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the bundle cache \"" + cache.folder() + "\" is left behind", e);
    }
    Runtime.getRuntime().halt(status);
  }
}
