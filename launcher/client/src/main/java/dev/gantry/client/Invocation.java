package dev.gantry.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What the command line says.
///
/// @param socket the daemon's
/// @param line to be run; empty for a session
record Invocation(boolean help, Path socket, String line) {
  static final String USAGE =
      """
      usage: gantry shell [flags] [COMMAND...]

      Runs a command in a daemon and ends as it does: status 0, or 1 when it failed, gave false or
      found nothing; 2 when there is no daemon to ask. Without a command: a session, at a terminal
      with history and completion, else a line of the standard input after the other.
      "help" lists the commands.

      flags:
        -a, --address SOCKET     socket of the shell (shell.sock in the state directory)
            --state DIR          state directory of the daemon
        -h, --help               print this
      """;

  /// @throws IllegalArgumentException for a flag that is none
  static Invocation parse(List<String> words, Map<String, String> environment, boolean root) {
    Path socket = state(environment, root).resolve("shell.sock");
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String flag = words.get(at++);
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      switch (name) {
        case "-h", "--help" -> {
          return new Invocation(true, socket, "");
        }
        case "-a", "--address", "--state" -> {
          if (equals < 0 && at == words.size()) {
            throw new IllegalArgumentException("flag " + name + " needs a value");
          }
          Path value = Path.of(equals < 0 ? words.get(at++) : flag.substring(equals + 1));
          socket = name.equals("--state") ? value.resolve("shell.sock") : value;
        }
        default -> throw new IllegalArgumentException("unknown flag \"" + flag + "\"");
      }
    }
    return new Invocation(false, socket, String.join(" ", words.subList(at, words.size())));
  }

  /// Where the daemon's state is when nobody says otherwise.
  private static Path state(Map<String, String> environment, boolean root) {
    if (root) {
      return Path.of("/run/gantry");
    }
    String given = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return given.startsWith("/")
        ? Path.of(given, "gantry")
        : Path.of(environment.getOrDefault("HOME", "/"), ".cache/run/gantry");
  }
}
