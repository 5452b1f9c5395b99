package dev.gantry.launcher;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/// What the command line says. Everything but `--help`, `--version` and `--shell` reaches the
/// bundles as a framework property, `gantry.flag.NAME`.
///
/// @param given the long names of the flags that were given, with their values
record Flags(Map<String, String> given) {
  private static final Options KNOWN =
      new Options()
          .addOption(flag("c", "config", "FILE", "configuration file (/etc/gantry/config.toml)"))
          .addOption(flag("a", "address", "SOCKET", "socket that gRPC is served on"))
          .addOption(flag("", "root", "DIR", "directory for what outlives a reboot"))
          .addOption(flag("", "state", "DIR", "directory for what a reboot may take"))
          .addOption(
              flag("l", "log-level", "LEVEL", "trace, debug, info, warn, error, fatal or panic"))
          .addOption(Option.builder().longOpt("shell").desc("a Felix shell on the terminal").get())
          .addOption(Option.builder().longOpt("safe").desc("leave deployed plugins out").get())
          .addOption(Option.builder("v").longOpt("version").desc("print the version").get())
          .addOption(Option.builder("h").longOpt("help").desc("print this").get())
          .addOption(Option.builder().longOpt("train").get());

  private static Option flag(String letter, String name, String value, String text) {
    Option.Builder option = letter.isEmpty() ? Option.builder() : Option.builder(letter);
    return option.longOpt(name).hasArg().argName(value).desc(text).get();
  }

  private static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warn", "error", "fatal", "panic");

  private static final List<String> PRINTED = List.of("default", "dump", "migrate");

  static Flags parse(String[] args) throws ParseException {
    CommandLine line = new DefaultParser(false).parse(KNOWN, args);
    Map<String, String> given = new TreeMap<>();
    List<String> command = line.getArgList();
    if (command.size() == 2
        && command.getFirst().equals("config")
        && PRINTED.contains(command.getLast())) {
      given.put("print", command.getLast());
    } else if (!command.isEmpty()) {
      throw new ParseException("unknown command \"" + String.join(" ", command) + "\"");
    }
    for (Option option : line.getOptions()) {
      given.put(option.getLongOpt(), String.valueOf(option.getValue("")));
    }
    String level = given.getOrDefault("log-level", "info");
    if (!LEVELS.contains(level)) {
      throw new ParseException("unknown log level \"" + level + "\"");
    }
    return new Flags(Map.copyOf(given));
  }

  static String usage() {
    StringBuilder text =
        new StringBuilder(
            """
            usage: gantry [flags]
                   gantry shell [COMMAND...]   in a running daemon; see gantry shell --help
                   gantry config default       print the configuration that holds without a file
                   gantry [flags] config dump  print the one that holds with the file and the flags
                   gantry [-c FILE] config migrate
                                               print the file in the newest version

            A container runtime daemon.

            flags:
            """);
    for (Option option : KNOWN.getOptions()) {
      if (option.getDescription() != null) {
        String letter = option.getOpt() == null ? "    " : "-" + option.getOpt() + ", ";
        String value = option.hasArg() ? " " + option.getArgName() : "";
        text.append(
            String.format(
                "  %-24s %s%n",
                letter + "--" + option.getLongOpt() + value, option.getDescription()));
      }
    }
    return text.toString();
  }

  boolean help() {
    return given.containsKey("help");
  }

  boolean version() {
    return given.containsKey("version");
  }

  boolean shell() {
    return given.containsKey("shell");
  }

  /// Whether this process only prints a configuration.
  boolean print() {
    return given.containsKey("print");
  }

  /// The features whose bundles are started.
  List<String> features() {
    return List.of("core", "deploy", "shell");
  }

  /// Whether this process runs only to make the AOT cache.
  boolean train() {
    return given.containsKey("train");
  }

  String logLevel() {
    return given.getOrDefault("log-level", "");
  }
}
