package dev.gantry.client;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the process of `gantry shell` begins.
public final class Main {
  private static final int NO_DAEMON = 2;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> args) {
    try {
      boolean root = System.getProperty("user.name", "").equals("root");
      Invocation invocation = Invocation.parse(args, System.getenv(), root);
      if (invocation.help()) {
        System.out.print(Invocation.USAGE);
        return 0;
      }
      try (Remote remote = Remote.connect(invocation.socket())) {
        return invocation.line().isEmpty() ? session(remote) : run(remote, invocation.line());
      }
    } catch (IllegalArgumentException e) {
      System.err.println("gantry: " + e.getMessage() + "; see gantry shell --help");
      return NO_DAEMON;
    } catch (IOException e) {
      System.err.println("gantry: " + e.getMessage());
      return NO_DAEMON;
    }
  }

  private static int session(Remote remote) throws IOException {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return terminal ? Prompt.run(remote, history()) : lines(remote);
  }

  private static int lines(Remote remote) throws IOException {
    int status = 0;
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (!line.isBlank()) {
        status = run(remote, line);
      }
    }
    return status;
  }

  static int run(Remote remote, String line) throws IOException {
    // Not System.out, which keeps to itself that nobody reads any more.
    return remote.run(
        line, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
  }

  private static Path history() {
    String home = System.getProperty("user.home", "/");
    String state = System.getenv().getOrDefault("XDG_STATE_HOME", "");
    Path folder = state.startsWith("/") ? Path.of(state) : Path.of(home, ".local/state");
    return folder.resolve("gantry/shell_history");
  }
}
