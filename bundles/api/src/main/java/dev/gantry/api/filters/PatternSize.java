package dev.gantry.api.filters;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Measures a pattern of RE2 syntax with its repeats written out, as the engine writes them out
/// when it compiles. The engine bounds each repeat, not repeats of repeats, of which a line's worth
/// fills any memory.
///
/// A character, class or escape counts as one. What the engine goes through without taking a
/// character, such as a choice or the bounds of a group, counts as two, because it goes through it
/// by recursion. Where a pattern is wrong the measure may be any; the engine refuses it anyway.
final class PatternSize {
  private static final int SILENT = 2;
  private static final Pattern REPEAT =
      Pattern.compile("\\{(0|[1-9][0-9]{0,7})(,(0|[1-9][0-9]{0,7})?)?\\}");

  private final String pattern;
  private final long most;
  private final long mostTimes;
  private final Deque<Group> open = new ArrayDeque<>();
  private Group group = new Group(0);
  private boolean fits = true;
  private int at;

  /// @param most above which it need not be known
  /// @param mostTimes how often a part may be repeated, all repeats around it multiplied
  PatternSize(String pattern, int most, int mostTimes) {
    this.pattern = pattern;
    this.most = most;
    this.mostTimes = mostTimes;
  }

  /// The size, -1 when it is above the bounds.
  int measure() {
    while (fits && at < pattern.length()) {
      read();
    }
    group.endPart();
    check(group.size, group.times);
    return fits ? (int) group.size : -1;
  }

  private void read() {
    char c = pattern.charAt(at++);
    switch (c) {
      case '\\' -> escape();
      case '[' -> {
        skipClass();
        group.part(1, 1);
      }
      case '(' -> open();
      case ')' -> close();
      case '|' -> group.part(2 * SILENT, 1); // There may be nothing on one side.
      case '^', '$' -> group.part(SILENT, 1);
      case '*', '+', '?' -> repeat(1, SILENT);
      case '{' -> braces();
      default -> group.part(1, 1);
    }
  }

  private void escape() {
    if (at == pattern.length()) {
      return;
    }
    char kind = pattern.charAt(at++);
    if (kind == 'Q') {
      int end = pattern.indexOf("\\E", at);
      int literals = (end < 0 ? pattern.length() : end) - at;
      for (int i = 0; i < literals; i++) {
        group.part(1, 1);
      }
      at = end < 0 ? pattern.length() : end + 2;
      return;
    }
    if ((kind == 'x' || kind == 'p' || kind == 'P') && pattern.startsWith("{", at)) {
      skipTo('}');
    }
    group.part("AzbB".indexOf(kind) < 0 ? 1 : SILENT, 1);
  }

  /// A bracket is not always what it looks like, `[+-[:]`, and a class that seemed longer than it
  /// is would hide what is behind it. So this reads just what the engine does.
  private void skipClass() {
    at += pattern.startsWith("^", at) ? 1 : 0;
    int first = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
      int named = pattern.startsWith("[:", at) ? pattern.indexOf(":]", at + 1) : -1;
      if (named >= 0) {
        at = named + 2;
      } else if (!skipClassCharacter() && isRange()) {
        at++;
        skipClassCharacter();
      }
    }
    at++;
  }

  private boolean isRange() {
    return pattern.startsWith("-", at) && !pattern.startsWith("-]", at);
  }

  /// Skips one character or escape in a class.
  ///
  /// @return whether it was one for many characters, from which no range goes on
  private boolean skipClassCharacter() {
    if (!pattern.startsWith("\\", at) || at + 1 == pattern.length()) {
      at++;
      return false;
    }
    char kind = pattern.charAt(at + 1);
    at += 2;
    boolean unicode = kind == 'p' || kind == 'P';
    if ((unicode || kind == 'x') && pattern.startsWith("{", at)) {
      skipTo('}');
    } else if (unicode) {
      at++;
    }
    return unicode || "dDsSwW".indexOf(kind) >= 0;
  }

  /// Flags for what follows, `(?i)`, are no part: a repeat behind them is of what is before them.
  private void open() {
    int bounds = 2 * SILENT;
    if (pattern.startsWith("?P<", at) || pattern.startsWith("?<", at)) {
      skipTo('>');
    } else if (pattern.startsWith("?", at)) {
      bounds = 0;
      while (at < pattern.length() && ":)".indexOf(pattern.charAt(at)) < 0) {
        at++;
      }
      if (pattern.startsWith(")", at++)) {
        return;
      }
    }
    open.push(group);
    group = new Group(bounds);
  }

  private void close() {
    if (!open.isEmpty()) {
      group.endPart();
      Group closed = group;
      group = open.pop();
      group.part(Math.max(closed.size, SILENT), closed.times);
      check(closed.size, closed.times);
    }
  }

  private void braces() {
    Matcher repeat = REPEAT.matcher(pattern).region(at - 1, pattern.length());
    if (!repeat.lookingAt()) {
      group.part(1, 1);
      return;
    }
    at = repeat.end();
    int least = Integer.parseInt(repeat.group(1));
    boolean endless = repeat.group(2) != null && repeat.group(3) == null;
    int times = repeat.group(3) == null ? least : Integer.parseInt(repeat.group(3));
    // A part taken out by `{0}` counts all the same, so that the measure never gets less.
    repeat(Math.max(times, 1), endless ? SILENT : SILENT * Math.max(times - least, 0));
  }

  private void repeat(int times, long more) {
    group.last = group.last * times + more;
    group.lastTimes *= times;
    check(group.last, group.lastTimes);
  }

  /// Checked at each step, so that no number overflows.
  private void check(long size, long times) {
    fits &= size <= most && times <= mostTimes;
  }

  private void skipTo(char end) {
    int found = pattern.indexOf(end, at);
    at = found < 0 ? pattern.length() : found + 1;
  }

  /// What was read of a group, its last part apart, because a repeat may follow.
  private static final class Group {
    private long size;
    private long times = 1;
    private long last;
    private long lastTimes = 1;

    Group(long bounds) {
      this.size = bounds;
    }

    void part(long newSize, long newTimes) {
      endPart();
      last = newSize;
      lastTimes = newTimes;
    }

    void endPart() {
      size += last;
      times = Math.max(times, lastTimes);
      last = 0;
      lastTimes = 1;
    }
  }
}
