package dev.gantry.bench.report;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Facts about the machine, without which no figure means anything.
public final class Machine {
  private Machine() {}

  /// @param work a folder on the disk that is measured
  public static List<String> facts(Path work) throws IOException {
    FileStore disk = Files.getFileStore(work);
    return List.of(
        Runtime.getRuntime().availableProcessors()
            + " cores, "
            + value("/proc/cpuinfo", "model name")
            + ", "
            + Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""))
                / (1 << 20)
            + " GiB",
        "Linux " + System.getProperty("os.version") + ", " + system(),
        "disk " + disk.name() + " (" + disk.type() + ")",
        "JDK "
            + System.getProperty("java.vm.version")
            + " ("
            + System.getProperty("java.vendor")
            + ")");
  }

  /// One, five and fifteen minutes.
  public static String load() throws IOException {
    String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);
    return words[0] + " " + words[1] + " " + words[2];
  }

  private static String system() throws IOException {
    Path release = Path.of("/etc/os-release");
    return Files.exists(release)
        ? value(release.toString(), "PRETTY_NAME").replace("\"", "")
        : "unknown system";
  }

  private static String value(String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.replaceFirst("[^:=]*[:=]\\s*", "").strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
