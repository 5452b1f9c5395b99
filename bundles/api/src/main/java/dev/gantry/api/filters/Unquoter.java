package dev.gantry.api.filters;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Takes the escapes out of a quoted text. Escaped bytes may together make up one character, so the
/// result is gathered as bytes.
final class Unquoter {
  private static final String ESCAPES = "abfnrtv\\";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\";

  private final String text;
  private final char quote;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Unquoter(String text, char quote) {
    this.text = text;
    this.quote = quote;
  }

  /// Takes the character or escape at a place.
  ///
  /// @return the place after it, -1 when the escape is none
  int read(int at) {
    int c = text.codePointAt(at);
    if (c != '\\') {
      append(c);
      return at + Character.charCount(c);
    }
    if (at + 1 == text.length()) {
      return -1;
    }
    char kind = text.charAt(at + 1);
    int meaning = ESCAPES.indexOf(kind);
    if (meaning >= 0 || kind == quote) {
      append(meaning >= 0 ? MEANINGS.charAt(meaning) : kind);
      return at + 2;
    }
    return switch (kind) {
      case 'x' -> number(at + 2, 2, 16, false);
      case 'u' -> number(at + 2, 4, 16, true);
      case 'U' -> number(at + 2, 8, 16, true);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> number(at + 1, 3, 8, false);
      default -> -1;
    };
  }

  String result() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private int number(int start, int digits, int radix, boolean character) {
    if (start + digits > text.length()) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    if (value > (character ? Character.MAX_CODE_POINT : 255)) {
      return -1;
    }
    if (character) {
      append((int) value);
    } else {
      bytes.write((int) value);
    }
    return start + digits;
  }

  private void append(int character) {
    bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
  }
}
