package dev.gantry.client.shim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What a hook is told of its container.
///
/// @param state of the container, as the runtime gives it to its hooks
/// @param root where its file system is, as its specification says
record Container(Map<?, ?> state, String root) {
  /// @param state JSON of an OCI state; its bundle holds the specification
  /// @throws IOException when the specification cannot be read
  static Container parse(String state) throws IOException {
    Map<?, ?> told = Json.object(state);
    Path file = Path.of(Json.text(told, "bundle"), "config.json");
    Map<?, ?> specification = Json.object(Files.readString(file));
    return new Container(told, Json.text(Json.object(specification, "root"), "path"));
  }

  /// A text with every `{{...}}` in it replaced: `id`, `pid`, `status`, `bundle`, `rootfs` or
  /// `annotation "KEY"`.
  ///
  /// @throws IllegalArgumentException for anything else
  String fill(String text) {
    StringBuilder filled = new StringBuilder();
    int done = 0;
    for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", done)) {
      int end = text.indexOf("}}", start);
      if (end < 0) {
        throw new IllegalArgumentException("\"" + text + "\" has a {{ without its }}");
      }
      filled.append(text, done, start).append(value(text.substring(start + 2, end).strip()));
      done = end + 2;
    }
    return filled.append(text, done, text.length()).toString();
  }

  private String value(String name) {
    return switch (name) {
      case "id", "pid", "status", "bundle" -> Json.text(state, name);
      case "rootfs" -> Path.of(Json.text(state, "bundle")).resolve(root).toString();
      default -> Json.text(Json.object(state, "annotations"), key(name));
    };
  }

  private static String key(String name) {
    String rest = name.startsWith("annotation") ? name.substring(10).strip() : "";
    int last = rest.length() - 1;
    if (last > 0 && "\"`".indexOf(rest.charAt(0)) >= 0 && rest.charAt(0) == rest.charAt(last)) {
      return rest.substring(1, last);
    }
    throw new IllegalArgumentException("{{" + name + "}} means nothing");
  }
}
