package dev.gantry.deploy.jar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One name of a manifest header with what is said about it: `name;attribute=a;directive:=d`. Where
/// a clause has several names, each becomes a clause.
record Clause(String name, Map<String, String> attributes, Map<String, String> directives) {

  /// @throws RefusedException when quotes do not match
  static List<Clause> parse(@Nullable String header) throws RefusedException {
    List<Clause> clauses = new ArrayList<>();
    if (header != null) {
      for (String text : split(header, ',')) {
        clauses.addAll(one(text));
      }
    }
    return clauses;
  }

  private static List<Clause> one(String text) throws RefusedException {
    List<String> names = new ArrayList<>();
    Map<String, String> attributes = new HashMap<>();
    Map<String, String> directives = new HashMap<>();
    for (String part : split(text, ';')) {
      int equals = part.indexOf('=');
      if (equals < 0 || part.startsWith("\"")) {
        names.add(unquote(part));
      } else if (equals > 0 && part.charAt(equals - 1) == ':') {
        directives.put(part.substring(0, equals - 1).strip(), unquote(part.substring(equals + 1)));
      } else {
        String key = part.substring(0, equals).split(":", 2)[0]; // Without its type.
        attributes.put(key.strip(), unquote(part.substring(equals + 1)));
      }
    }
    return names.stream().map(name -> new Clause(name, attributes, directives)).toList();
  }

  /// Whether nothing fails where it is not there, or not there when the bundle resolves.
  boolean isOptional() {
    return "optional".equals(directives.get("resolution"))
        || !"resolve".equals(directives.getOrDefault("effective", "resolve"));
  }

  private static List<String> split(String text, char separator) throws RefusedException {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == separator && !quoted) {
        parts.add(part.toString().strip());
        part.setLength(0);
      } else {
        quoted ^= c == '"';
        part.append(c);
      }
    }
    if (quoted) {
      throw new RefusedException("its manifest has a quote that does not end: " + text);
    }
    parts.add(part.toString().strip());
    return parts.stream().filter(found -> !found.isEmpty()).toList();
  }

  private static String unquote(String text) {
    String bare = text.strip();
    return bare.length() > 1 && bare.startsWith("\"")
        ? bare.substring(1, bare.length() - 1).replaceAll("\\\\(.)", "$1")
        : bare;
  }
}
