package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {
  private final LogLine formatter = new LogLine();

  @AfterEach
  void reset() {
    System.clearProperty(Logs.FORMAT);
  }

  @Test
  void anEntryIsOneLine() {
    LogRecord entry = entry(Level.WARNING, "a \"b\"\\\n\tc\u0001");

    String line = formatter.format(entry);

    assertTrue(line.startsWith("time=\"2026-"), line);
    assertTrue(
        line.endsWith(" level=warning msg=\"a \\\"b\\\"\\\\\\n\\tc\\u0001\" logger=dev.gantry.x\n"),
        line);
  }

  @Test
  void jsonIsOneObjectALine() {
    System.setProperty(Logs.FORMAT, "json");
    LogRecord entry = entry(Level.SEVERE, "a \"b\"");
    entry.setThrown(new IllegalStateException("why"));

    String line = formatter.format(entry);

    assertTrue(line.startsWith("{\"time\":\"2026-"), line);
    assertTrue(
        line.contains("\"level\":\"error\",\"msg\":\"a \\\"b\\\"\",\"logger\":\"dev.gantry.x\""),
        line);
    assertTrue(line.contains(",\"stack\":\"java.lang.IllegalStateException: why\\n"), line);
    assertTrue(line.endsWith("}\n"), line);
    assertEquals(1, line.lines().count());
  }

  @Test
  void aStackTraceFollowsInText() {
    LogRecord entry = entry(Level.INFO, "m");
    entry.setThrown(new IllegalStateException("why"));

    assertTrue(formatter.format(entry).contains("\njava.lang.IllegalStateException: why\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "SEVERE, error",
    "WARNING, warning",
    "INFO, info",
    "CONFIG, debug",
    "FINE, debug",
    "FINER, trace",
    "FINEST, trace"
  })
  void levelsAreNamedAsOthersNameThem(String level, String name) {
    String line = formatter.format(entry(Level.parse(level), "m"));

    assertTrue(line.contains(" level=" + name + " "), line);
  }

  private static LogRecord entry(Level level, String message) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName("dev.gantry.x");
    entry.setInstant(Instant.parse("2026-05-01T12:00:00Z"));
    return entry;
  }
}
