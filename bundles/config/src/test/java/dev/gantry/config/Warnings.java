package dev.gantry.config;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What this room logs while it is open.
final class Warnings extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.gantry.config");
  private final Formatter formatter = new SimpleFormatter();
  private final List<String> messages = new ArrayList<>();

  Warnings() {
    logger.addHandler(this);
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public void publish(LogRecord entry) {
    messages.add(formatter.formatMessage(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
