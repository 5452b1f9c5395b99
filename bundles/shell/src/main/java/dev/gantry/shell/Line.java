package dev.gantry.shell;

import dev.gantry.shell.command.Running;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.function.IntConsumer;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/// Runs lines in a session and prints what they give.
///
/// @param out where results go
/// @param err where errors go
record Line(CommandSession session, PrintStream out, PrintStream err) {
  private static final System.Logger LOG = System.getLogger(Line.class.getName());

  /// Runs a line. A line that gives `false`, as a search without a match does, has failed; truth
  /// values are not printed.
  ///
  /// @param done told the exit status, 0 or 1
  void run(String line, Running running, IntConsumer done) {
    running.enter(session);
    int status = 1;
    try {
      Object result = session.execute(line);
      session.put("_", result);
      if (result != null && !(result instanceof Boolean)) {
        out.println(session.format(result, Converter.INSPECT));
      }
      status = Boolean.FALSE.equals(result) ? 1 : 0;
    } catch (Exception e) { // The edge of commands, whosever they are.
      LOG.log(Level.DEBUG, "line failed: " + line, e);
      if (!running.isEnded()) {
        err.println("gantry: " + text(e));
      }
    } finally {
      done.accept(status);
    }
  }

  private static String text(Exception failure) {
    String message = failure.getMessage();
    return message == null || message.isEmpty() ? failure.toString() : message;
  }
}
