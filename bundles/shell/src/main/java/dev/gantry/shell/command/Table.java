package dev.gantry.shell.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a listing command gives: printed as columns with a heading, one row a line; a script may
/// also go through its [#rows].
public final class Table {
  private static final int GAP = 3;

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heading) {
    this.heading = List.of(heading);
  }

  /// Adds a row. Line breaks and other control characters become blanks, nothing becomes `-`.
  Table add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      String text = String.valueOf(cell).replaceAll("\\p{Cntrl}+", " ").strip();
      row.add(text.isEmpty() ? "-" : text);
    }
    if (row.size() != heading.size()) {
      throw new IllegalArgumentException(row + " does not fit " + heading);
    }
    rows.add(List.copyOf(row));
    return this;
  }

  /// The rows by the names of their columns.
  public List<Map<String, String>> rows() {
    return rows.stream().map(this::named).toList();
  }

  private Map<String, String> named(List<String> row) {
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < row.size(); i++) {
      named.put(heading.get(i), row.get(i));
    }
    return named;
  }

  @Override
  public String toString() {
    int[] widths = new int[heading.size()];
    measure(heading, widths);
    rows.forEach(row -> measure(row, widths));
    StringBuilder text = new StringBuilder();
    print(heading, widths, text);
    rows.forEach(row -> print(row, widths, text.append('\n')));
    return text.toString();
  }

  private static void measure(List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static void print(List<String> row, int[] widths, StringBuilder text) {
    for (int i = 0; i < widths.length; i++) {
      text.append(row.get(i));
      if (i < widths.length - 1) {
        text.repeat(' ', widths[i] - row.get(i).length() + GAP);
      }
    }
  }
}
