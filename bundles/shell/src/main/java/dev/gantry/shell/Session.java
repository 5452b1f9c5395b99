package dev.gantry.shell;

import dev.gantry.api.errors.GantryException;
import dev.gantry.shell.command.Arguments;
import dev.gantry.shell.command.Running;
import dev.gantry.shell.wire.Connection;
import dev.gantry.shell.wire.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/// One client: runs its lines, one at a time, until it goes.
final class Session implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Session.class.getName());
  private static final String VERSION = "1";
  private static final long JOB_POLL_MILLIS = 100;

  private final Connection connection;

  /// What runs now; at rest, what ran last.
  private volatile @Nullable Running running;

  /// Whether a line was taken and the client is not told its end.
  private volatile boolean busy;

  /// Owned by the thread that serves.
  private @Nullable Thread runner;

  Session(Connection connection) {
    this.connection = connection;
  }

  /// Tells the client why nothing is taken from it.
  void refuse(String reason) throws IOException {
    connection.write(Frame.of(Frame.Kind.REFUSED, reason));
    connection.close();
  }

  /// Serves the client until it goes. Blocks.
  ///
  /// @param gogo asked once the client is there
  void serve(Supplier<CommandProcessor> gogo, Arguments arguments) throws IOException {
    try (PrintStream out = stream(Frame.Kind.OUT);
        PrintStream err = stream(Frame.Kind.ERR)) {
      CommandSession session = gogo.get().createSession(InputStream.nullInputStream(), out, err);
      session.put("SCOPE", "gantry:*");
      try {
        connection.write(Frame.of(Frame.Kind.WELCOME, VERSION));
        Completion completion = new Completion(session, arguments);
        Optional<Frame> frame = connection.read();
        while (frame.isPresent()) {
          take(frame.get(), session, completion, out, err);
          frame = connection.read();
        }
      } finally {
        end(session);
      }
    } catch (GantryException e) {
      refuse(String.valueOf(e.getMessage()));
    }
  }

  private PrintStream stream(Frame.Kind kind) {
    FrameOutput output = new FrameOutput(connection, kind, this::check);
    return new PrintStream(output, true, StandardCharsets.UTF_8);
  }

  private void check() {
    Running now = running;
    if (now != null) {
      now.check();
    }
  }

  private void take(
      Frame frame, CommandSession session, Completion completion, PrintStream out, PrintStream err)
      throws IOException {
    switch (frame.kind()) {
      case RUN -> {
        if (busy) {
          throw new IOException("a line came while another runs");
        }
        busy = true;
        Running next = new Running();
        running = next;
        String line = frame.text();
        runner =
            Thread.ofVirtual()
                .name("shell command")
                .start(() -> new Line(session, out, err).run(line, next, this::done));
      }
      case STOP -> stop();
      case COMPLETE ->
          connection.write(
              Frame.of(Frame.Kind.WORDS, String.join("\n", completion.words(frame.text()))));
      case WELCOME, REFUSED, OUT, ERR, DONE, WORDS ->
          throw new IOException("a frame came that only the daemon sends: " + frame.kind());
    }
  }

  private void done(int status) {
    busy = false; // Before the client is told, which may answer with the next line at once.
    try {
      connection.write(Frame.of(Frame.Kind.DONE, String.valueOf(status)));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a client went before its line was run: {0}", e.toString());
    }
  }

  private void stop() {
    Running now = running;
    if (now != null) {
      now.end();
    }
  }

  /// Gogo ends what still runs by interrupts, which would close the files that a plugin reads. So
  /// the session is closed only when nothing runs any more.
  private void end(CommandSession session) {
    close();
    while ((runner != null && runner.isAlive()) || !session.jobs().isEmpty()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(JOB_POLL_MILLIS));
    }
    session.close();
  }

  /// Ends what runs and the connection. Does not wait.
  @Override
  public void close() {
    stop();
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
