package dev.gantry.runtime.shim;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.proto.task.v2.DeleteResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The commands of a shim's program for one task. They run in its bundle and read nothing: shims of
/// either generation take an empty input, and the options of a task go to it with its creation.
///
/// @param daemon what shims are told of the daemon
public record ShimCommand(Daemon daemon, Path program, String namespace, String id, Path bundle) {
  private static final System.Logger LOG = System.getLogger(ShimCommand.class.getName());
  private static final long LOOK_MILLIS = 100;

  /// @param publisher the program that shims of the oldest kind hand their events to
  public record Daemon(
      String grpcAddress,
      String ttrpcAddress,
      Path publisher,
      boolean debug,
      ShimEnvironment environment) {}

  /// Starts the shim, or finds the one that this task shares. Somebody must read the bundle's log
  /// meanwhile.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN with what the program printed when it
  ///   fails, DEADLINE_EXCEEDED when it does not end within the time, and what the call throws when
  ///   nobody waits for it any more
  public Bootstrap start(Call call, Duration within) {
    Ended ended = run(call, List.of(), "start", true, within);
    if (ended.status() != 0) {
      throw Fault.UNKNOWN.because(
          "start of shim \"" + program + "\" ended with " + ended.status() + ": " + ended.text());
    }
    return Bootstrap.parse(ended.printed().toByteArray());
  }

  /// Removes what a shim that is gone left of its task. To be run after every shim, also after one
  /// that ended well.
  ///
  /// @throws dev.gantry.api.errors.GantryException as [#start]
  public DeleteResponse delete(Duration within) {
    List<String> flags = List.of("-bundle", bundle.toString());
    Ended ended = run(Call.DAEMON, flags, "delete", false, within);
    if (ended.status() != 0) {
      throw Fault.UNKNOWN.because(
          "delete of shim \"" + program + "\" ended with " + ended.status() + ": " + ended.text());
    }
    try {
      return DeleteResponse.parseFrom(ended.printed());
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because(
          "delete of shim \"" + program + "\" answers what cannot be read", e);
    }
  }

  private record Ended(int status, ByteString printed) {
    String text() {
      return printed.toStringUtf8().strip();
    }
  }

  private Ended run(
      Call call, List<String> flags, String action, boolean withErrors, Duration within) {
    try {
      Process process = builder(flags, action, withErrors).start();
      process.getOutputStream().close();
      Printed printed = new Printed(process.getInputStream());
      if (!ends(process, call, within)) {
        throw Fault.DEADLINE_EXCEEDED.because(
            action + " of shim \"" + program + "\" for task \"" + id + "\"");
      }
      return new Ended(process.exitValue(), ByteString.copyFrom(printed.all()));
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("cannot run shim \"" + program + "\": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.CANCELLED.because(action + " of shim \"" + program + "\"", e);
    }
  }

  /// Waits as long as the caller does; a program that does not end is killed.
  private static boolean ends(Process process, Call call, Duration within)
      throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    try {
      while (System.nanoTime() < end) {
        if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return true;
        }
        call.check();
      }
      return false;
    } finally {
      if (process.isAlive()) { // Else its output would be closed unread.
        process.destroyForcibly();
      }
    }
  }

  /// What a program prints, read beside it. A shim that stays may keep its output open, so the end
  /// of the program is the end of what counts.
  private static final class Printed {
    private static final int MOST = 16 << 10;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;

    Printed(InputStream from) {
      this.reader = Thread.ofVirtual().name("shim-output").start(() -> read(from));
    }

    private void read(InputStream from) {
      byte[] chunk = new byte[4096];
      try {
        for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
          // What is above goes nowhere, so that the program does not wait for a reader.
          bytes.write(chunk, 0, Math.min(n, MOST - bytes.size()));
        }
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "the output of a shim ends: {0}", e.getMessage());
      }
    }

    byte[] all() throws InterruptedException {
      reader.join(GRACE);
      return bytes.toByteArray();
    }
  }

  private ProcessBuilder builder(List<String> flags, String action, boolean withErrors) {
    List<String> words = new ArrayList<>(List.of(program.toString(), "-namespace", namespace));
    words.addAll(List.of("-address", daemon.grpcAddress()));
    words.addAll(List.of("-publish-binary", daemon.publisher().toString(), "-id", id));
    words.addAll(flags);
    if (daemon.debug()) {
      words.add("-debug");
    }
    words.add(action);
    ProcessBuilder builder = new ProcessBuilder(words).directory(bundle.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).redirectErrorStream(withErrors);
  }

  private Map<String, String> environment() {
    return daemon
        .environment()
        .with(
            Map.of(
                "GOMAXPROCS",
                "2",
                "MAX_SHIM_VERSION",
                "2",
                "TTRPC_ADDRESS",
                daemon.ttrpcAddress(),
                "GRPC_ADDRESS",
                daemon.grpcAddress(),
                "NAMESPACE",
                namespace));
  }
}
