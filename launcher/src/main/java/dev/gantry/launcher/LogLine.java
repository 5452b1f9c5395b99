package dev.gantry.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// One line an entry, `time="..." level=info msg="..." room=...`, or one JSON object an entry when
/// the system property `gantry.log.format` is `json`. A stack trace follows its entry in text and
/// is a member in JSON.
final class LogLine extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord entry) {
    String time = TIME.format(entry.getInstant());
    String message = formatMessage(entry);
    String room = String.valueOf(entry.getLoggerName());
    // Put together by hand: a format string would be read once an entry.
    StringBuilder line = new StringBuilder(256);
    if (System.getProperty(Logs.FORMAT, "").equals("json")) {
      line.append("{\"time\":\"").append(time).append("\",\"level\":\"");
      line.append(level(entry.getLevel())).append("\",\"msg\":").append(quoted(message));
      line.append(",\"logger\":").append(quoted(room));
      if (entry.getThrown() != null) {
        line.append(",\"stack\":").append(quoted(trace(entry)));
      }
      return line.append("}\n").toString();
    }
    line.append("time=\"").append(time).append("\" level=").append(level(entry.getLevel()));
    line.append(" msg=").append(quoted(message)).append(" logger=").append(room).append('\n');
    return line.append(trace(entry)).toString();
  }

  private static String level(Level level) {
    int value = level.intValue();
    return value >= Level.SEVERE.intValue()
        ? "error"
        : value >= Level.WARNING.intValue()
            ? "warning"
            : value >= Level.INFO.intValue()
                ? "info"
                : value >= Level.FINE.intValue() ? "debug" : "trace";
  }

  private static String trace(LogRecord entry) {
    if (entry.getThrown() == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    entry.getThrown().printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
