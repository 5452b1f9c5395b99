package dev.gantry.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// This process's identity, and signals to others. Failures are [ErrnoException]s.
public final class Processes {
  private Processes() {}

  /// The user whose rights this process has.
  public static int effectiveUser() {
    return identity(Syscall.GETEUID);
  }

  /// The group whose rights this process has.
  public static int effectiveGroup() {
    return identity(Syscall.GETEGID);
  }

  /// The permission bits that are taken away from new files.
  public static int umask() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      String umask = lines.filter(line -> line.startsWith("Umask:")).findFirst().orElseThrow();
      return Integer.parseInt(umask.substring("Umask:".length()).strip(), 8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the umask", e);
    }
  }

  /// Sends a signal by number. Prefer [PidFd] where the pid may have been given to another process
  /// meanwhile.
  public static void kill(long pid, int signal) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.KILL, "pid " + pid, pid, signal);
    }
  }

  private static int identity(Syscall call) {
    try (Frame frame = new Frame()) {
      return (int) frame.attempt(call);
    }
  }
}
