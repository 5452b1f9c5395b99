package dev.gantry.api.filters;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.util.ArrayList;
import java.util.List;

/// Reads one filter string by recursive descent.
final class FilterParser {
  private final String text;
  private final Patterns patterns;
  private int at;

  FilterParser(String text, Patterns patterns) {
    this.text = text;
    this.patterns = patterns;
  }

  Filter parse() {
    if (text.isEmpty()) {
      return Filter.ALL;
    }
    List<Filter> selectors = new ArrayList<>();
    do {
      selectors.add(selector());
      skipSpace();
    } while (accept(','));
    if (at < text.length()) {
      throw wrong("expected a separator or the end");
    }
    return Filter.all(selectors);
  }

  private Filter selector() {
    List<String> path = path();
    skipSpace();
    if (at == text.length() || text.charAt(at) == ',') {
      return Filter.present(path);
    }
    return switch (operator()) {
      case "==" -> Filter.equal(path, value(false));
      case "!=" -> Filter.notEqual(path, value(false));
      default -> patterns.like(path, value(true));
    };
  }

  private List<String> path() {
    List<String> names = new ArrayList<>();
    do {
      skipSpace();
      names.add(at < text.length() && text.charAt(at) == '"' ? quoted() : field());
      skipSpace();
    } while (accept('.'));
    return names;
  }

  private String field() {
    int start = at;
    while (at < text.length() && isFieldCharacter(text.charAt(at))) {
      at++;
    }
    if (start == at) {
      throw wrong("expected field or quoted");
    }
    return text.substring(start, at);
  }

  private static boolean isFieldCharacter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private String operator() {
    for (String operator : List.of("==", "!=", "~=")) {
      if (text.startsWith(operator, at)) {
        at += operator.length();
        return operator;
      }
    }
    throw wrong("unsupported operator");
  }

  private String value(boolean pattern) {
    skipSpace();
    if (at < text.length() && "\"/|".indexOf(text.charAt(at)) >= 0) {
      if (text.charAt(at) != '"' && !pattern) {
        throw wrong("value must be quoted");
      }
      return quoted();
    }
    int start = at;
    while (at < text.length() && isValueCharacter(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (start == at) {
      throw wrong("expected value or quoted");
    }
    return text.substring(start, at);
  }

  private static boolean isValueCharacter(int c) {
    return c != ','
        && !Character.isWhitespace(c)
        && !Character.isSpaceChar(c)
        && !Character.isISOControl(c);
  }

  private String quoted() {
    int start = at;
    char quote = text.charAt(at++);
    Unquoter unquoter = new Unquoter(text, quote);
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\n') {
        throw wrong("unexpected newline in quotes");
      }
      int next = unquoter.read(at);
      if (next < 0) {
        throw wrong("invalid escape");
      }
      at = next;
    }
    if (at == text.length()) {
      at = start;
      throw wrong("quotes are not closed");
    }
    at++;
    return unquoter.result();
  }

  private boolean accept(char c) {
    boolean found = at < text.length() && text.charAt(at) == c;
    at += found ? 1 : 0;
    return found;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private GantryException wrong(String why) {
    String where =
        at < text.length()
            ? text.substring(0, at) + " >|" + text.charAt(at) + "|< " + text.substring(at + 1)
            : text;
    return Fault.INVALID_ARGUMENT.because("filters: parse error: [" + where + "]: " + why);
  }
}
