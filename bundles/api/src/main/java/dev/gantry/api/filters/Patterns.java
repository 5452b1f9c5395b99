package dev.gantry.api.filters;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.lang.System.Logger.Level;
import java.util.List;

/// Compiles the patterns of one request. What is none, or would take too much memory or stack, is
/// logged and matches nothing, as clients expect. Used by one thread.
final class Patterns {
  /// The bound of Go for repeats of repeats; beside it Go allows 800 times the size.
  private static final int MOST_TIMES = 1000;

  private static final int MOST_CHARACTERS = 4096;
  private static final int MOST = 4096;
  private static final int MOST_OF_ALL = 16 * MOST;
  private static final int SHOWN = 200;

  private int room = MOST_OF_ALL;

  /// Asks for a value in which the pattern is found.
  Filter like(List<String> path, String pattern) {
    if (pattern.length() > MOST_CHARACTERS) {
      return nothing(pattern, "pattern is too long");
    }
    int size = new PatternSize(pattern, MOST, MOST_TIMES).measure();
    if (size < 0 || size > room) {
      return nothing(pattern, "pattern is too large");
    }
    room -= size;
    try {
      Pattern compiled = Pattern.compile(pattern);
      return object -> compiled.matcher(object.field(path).orElse("")).find();
    } catch (PatternSyntaxException e) {
      return nothing(pattern, String.valueOf(e.getMessage()));
    }
  }

  private static Filter nothing(String pattern, String reason) {
    System.getLogger(Filter.class.getName())
        .log(
            Level.WARNING,
            "filter matches nothing pattern=\"{0}\" reason=\"{1}\"",
            pattern.length() > SHOWN ? pattern.substring(0, SHOWN) + "..." : pattern,
            reason);
    return object -> false;
  }
}
