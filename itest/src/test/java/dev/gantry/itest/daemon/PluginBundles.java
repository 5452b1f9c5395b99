package dev.gantry.itest.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The bundles of the distribution that bring plugins, in a daemon that runs.
public final class PluginBundles {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).normalize();

  private final Daemon daemon;
  private final String listing;

  public PluginBundles(Daemon daemon) {
    this.daemon = daemon;
    this.listing = shell("lb -s");
  }

  /// Their names.
  public static List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("bundles"))) {
      for (Path path : jars.toList()) {
        try (JarFile jar = new JarFile(path.toFile())) {
          Attributes headers = jar.getManifest().getMainAttributes();
          if (String.valueOf(headers.getValue("Provide-Capability")).contains("gantry.plugin")) {
            names.add(headers.getValue("Bundle-SymbolicName"));
          }
        }
      }
    }
    return names;
  }

  /// Replaces one by itself, as an operator does.
  public void update(String name) {
    Matcher line =
        Pattern.compile("(\\d+)\\|\\w+\\s*\\|\\s*\\d+\\|" + Pattern.quote(name) + " ")
            .matcher(listing);
    if (!line.find()) {
      throw new AssertionError(name + " is not installed");
    }
    shell("update " + line.group(1));
  }

  private String shell(String line) {
    return Command.of(
            120,
            DISTRIBUTION.resolve("gantry").toString(),
            "shell",
            "--state",
            daemon.folder().resolve("state").toString(),
            line)
        .run()
        .out();
  }
}
