package dev.gantry.shell.wire;

import java.nio.charset.StandardCharsets;

/// One message: its kind and what it carries.
///
/// @param bytes become this object's; nobody changes them any more
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Frame(Kind kind, byte[] bytes) {
  /// The most that a frame carries.
  public static final int LIMIT = 1 << 16;

  /// What a frame is for.
  public enum Kind {
    // From the client.
    /// Run this line.
    RUN('r'),
    /// End what runs.
    STOP('x'),
    /// How could this line go on.
    COMPLETE('k'),

    // From the daemon.
    /// Commands are taken; carries the version of the protocol.
    WELCOME('w'),
    /// They are not; carries the reason. Nothing follows.
    REFUSED('n'),
    /// For the standard output.
    OUT('o'),
    /// For the standard error.
    ERR('e'),
    /// The line was run; carries a digit, the exit status.
    DONE('d'),
    /// Words that could stand where the line ends, one a line.
    WORDS('c');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    char letter() {
      return letter;
    }
  }

  public Frame {
    if (bytes.length > LIMIT) {
      throw new IllegalArgumentException(
          "a frame carries " + LIMIT + " bytes at most, not " + bytes.length);
    }
  }

  public static Frame of(Kind kind, String text) {
    return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
