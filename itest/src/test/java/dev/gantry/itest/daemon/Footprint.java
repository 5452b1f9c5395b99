package dev.gantry.itest.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a daemon holds on to after a full collection.
///
/// @param loaders of bundles; one for each bundle whose classes are in use
/// @param classes loaded now
/// @param heap KiB of live objects
/// @param threads but those of calls under way, and those that the server keeps for short calls, as
///   many as the load had asked for within the last minute, bounded
public record Footprint(long loaders, long classes, long heap, long threads, long descriptors) {
  private static final String LOADER =
      "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader";
  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

  public static Footprint of(Daemon daemon) throws IOException {
    // What the first collection finds ended is collected by the second.
    jcmd(daemon, "GC.run");
    jcmd(daemon, "GC.run");
    String counters = jcmd(daemon, "PerfCounter.print");
    Matcher used = USED.matcher(jcmd(daemon, "GC.heap_info"));
    long heap = 0;
    if (!used.find()) {
      throw new AssertionError("the heap says nothing of its use");
    }
    used.reset();
    while (used.find()) {
      heap += Long.parseLong(used.group(1));
    }
    return new Footprint(
        instances(jcmd(daemon, "GC.class_histogram"), LOADER),
        counter(counters, "java.cls.loadedClasses") - counter(counters, "java.cls.unloadedClasses"),
        heap,
        entries(daemon, "task").filter(task -> !isForCalls(task)).count(),
        entries(daemon, "fd").count());
  }

  private static long instances(String histogram, String name) {
    Matcher line =
        Pattern.compile("(\\d+) +\\d+ +" + Pattern.quote(name) + " ?").matcher(histogram);
    if (!line.find()) {
      throw new AssertionError("no instance of " + name);
    }
    return Long.parseLong(line.group(1));
  }

  private static String jcmd(Daemon daemon, String command) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    return Command.of(60, jcmd, String.valueOf(daemon.pid()), command).run().out();
  }

  private static long counter(String counters, String name) {
    Matcher line = Pattern.compile(Pattern.quote(name) + "=(\\d+)").matcher(counters);
    if (!line.find()) {
      throw new AssertionError("no counter " + name + " in: " + counters);
    }
    return Long.parseLong(line.group(1));
  }

  private static Stream<Path> entries(Daemon daemon, String folder) throws IOException {
    try (Stream<Path> entries =
        Files.list(Path.of("/proc", String.valueOf(daemon.pid()), folder))) {
      return entries.toList().stream();
    }
  }

  private static boolean isForCalls(Path task) {
    String name = name(task);
    return name.startsWith("call-") || name.startsWith("containerd.serv");
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // It has ended meanwhile.
    }
  }

  /// The threads there are now, by name without numbers: which they are that came.
  public static Map<String, Long> threads(Daemon daemon) throws IOException {
    return entries(daemon, "task")
        .map(task -> name(task).replaceAll("\\d+", "#"))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }
}
