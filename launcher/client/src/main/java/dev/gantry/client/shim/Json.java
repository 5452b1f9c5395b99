package dev.gantry.client.shim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON: maps, lists, strings, and everything else as the text that it is.
final class Json {
  private static final int DEEPEST = 100;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  /// The object that a text is.
  ///
  /// @throws IllegalArgumentException when it is none
  static Map<?, ?> object(String text) {
    Json json = new Json(text);
    Object value = json.value();
    if (!(value instanceof Map<?, ?> object) || json.skip() != 0) {
      throw json.wrong();
    }
    return object;
  }

  /// A member that is a string or a number; empty when there is none.
  static String text(Map<?, ?> object, String key) {
    return object.get(key) instanceof String text ? text : "";
  }

  /// A member that is an object; an empty one when there is none.
  static Map<?, ?> object(Map<?, ?> object, String key) {
    return object.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("what is no JSON at character " + at);
  }

  /// The next character that counts; 0 at the end.
  private char skip() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean take(char wanted) {
    boolean there = skip() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void need(char wanted) {
    if (!take(wanted)) {
      throw wrong();
    }
  }

  private Object value() {
    if (++depth > DEEPEST) {
      throw wrong();
    }
    Object value =
        switch (skip()) {
          case '{' -> members();
          case '[' -> elements();
          case '"' -> string();
          default -> word();
        };
    depth--;
    return value;
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    need('{');
    if (!take('}')) {
      do {
        skip();
        String key = string();
        need(':');
        members.put(key, value());
      } while (take(','));
      need('}');
    }
    return members;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    need('[');
    if (!take(']')) {
      do {
        elements.add(value());
      } while (take(','));
      need(']');
    }
    return elements;
  }

  private String word() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (start == at) {
      throw wrong();
    }
    return text.substring(start, at);
  }

  private String string() {
    need('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      string.append(c == '\\' ? escaped(next()) : c);
    }
    return string.toString();
  }

  private char next() {
    if (at == text.length()) {
      throw wrong();
    }
    return text.charAt(at++);
  }

  private char escaped(char letter) {
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw wrong();
        }
        at += 4;
        yield (char) Integer.parseInt(text, at - 4, at, 16);
      }
      default -> throw wrong();
    };
  }
}
