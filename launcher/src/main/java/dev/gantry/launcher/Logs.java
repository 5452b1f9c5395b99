package dev.gantry.launcher;

import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// The log: `java.util.logging` on standard error. Other rooms change the level and the format of
/// the root logger; this sets what holds until then.
public final class Logs extends LogManager {
  /// Set on the root handler's formatter choice: `text` or `json`.
  static final String FORMAT = "gantry.log.format";

  /// The virtual machine resets the log when it begins to end, while the daemon still has to say
  /// how its stop went.
  @Override
  public void reset() {}

  static void start(String level) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    Handler console = new ConsoleHandler();
    console.setFormatter(new LogLine());
    console.setLevel(Level.ALL);
    root.addHandler(console);
    root.setLevel(of(level));
    Kept.LOGGERS.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  /// A logger that nobody holds forgets its level. Apart, because this class is made before there
  /// can be any logger.
  private static final class Kept {
    /// The first warns of an option that unix sockets do not have, once a connection; the second of
    /// clients that left before their answer, with a stack trace each.
    static final List<Logger> LOGGERS =
        List.of(
            Logger.getLogger("io.netty.bootstrap"),
            Logger.getLogger("io.grpc.netty.NettyServerHandler"));
  }

  private static Level of(String level) {
    return switch (level) {
      case "trace" -> Level.FINEST;
      case "debug" -> Level.FINE;
      case "warn" -> Level.WARNING;
      case "error", "fatal", "panic" -> Level.SEVERE;
      default -> Level.INFO;
    };
  }
}
