package dev.gantry.bench.process;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The heap of a virtual machine.
public final class Heap {
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final long SECONDS = 60;

  private Heap() {}

  /// What is alive, in KiB, after full collections; the first may leave what only then has no
  /// owner.
  public static double live(long pid) {
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
    Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
    double live = 0;
    while (used.find()) {
      live += Double.parseDouble(used.group(1));
    }
    return live;
  }

  private static String jcmd(long pid, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    try (Processes processes = new Processes()) {
      return processes.run(SECONDS, List.of(jcmd, String.valueOf(pid), command));
    }
  }
}
