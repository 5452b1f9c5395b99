package dev.gantry.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// A session at a terminal: with history and completion; Ctrl-C ends a command, Ctrl-D the session.
final class Prompt {
  private static final Size USUAL = new Size(80, 24);
  private static final Set<String> LEAVING = Set.of("exit", "quit", "logout");

  private final Remote remote;
  private final LineReader reader;

  private Prompt(Remote remote, Terminal terminal, Path history) {
    this.remote = remote;
    DefaultParser words = new DefaultParser();
    words.setEscapeChars(new char[0]);
    words.setQuoteChars(new char[0]);
    this.reader =
        LineReaderBuilder.builder()
            .appName("gantry")
            .terminal(terminal)
            .parser(words)
            .completer(this::complete)
            .variable(LineReader.HISTORY_FILE, history)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.AUTO_FRESH_LINE, true)
            .build();
  }

  /// @return the status of the last command
  static int run(Remote remote, Path history) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().name("gantry").system(true).build()) {
      if (terminal.getWidth() <= 0) { // Nobody told it; no line would fit.
        terminal.setSize(USUAL);
      }
      terminal.handle(Terminal.Signal.INT, _ -> stop(remote));
      return new Prompt(remote, terminal, history).run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private int run() throws IOException {
    int status = 0;
    while (true) {
      try {
        String line = reader.readLine("gantry> ").strip();
        if (LEAVING.contains(line)) {
          return status;
        }
        if (!line.isEmpty()) {
          status = Main.run(remote, line);
        }
      } catch (UserInterruptException e) {
        status = 1; // The line is given up, the session goes on.
      } catch (EndOfFileException e) {
        return status;
      }
    }
  }

  private static void stop(Remote remote) {
    try {
      remote.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void complete(LineReader lineReader, ParsedLine line, List<Candidate> candidates) {
    try {
      for (String word : remote.complete(line.line().substring(0, line.cursor()))) {
        candidates.add(new Candidate(word));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
