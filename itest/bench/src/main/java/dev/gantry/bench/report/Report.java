package dev.gantry.bench.report;

import java.util.ArrayList;
import java.util.List;

/// Facts, table and details as Markdown that can also be read as it is.
public final class Report {
  private final List<String> facts;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /// @param facts about the machine and the contenders
  public Report(List<String> facts) {
    this.facts = List.copyOf(facts);
  }

  public void add(List<Line> more) {
    lines.addAll(more);
  }

  public void failed(String row, String why) {
    failures.add(row + ": " + why);
  }

  public boolean isWhole() {
    return failures.isEmpty();
  }

  /// @param last facts known only at the end
  public String text(List<String> last) {
    List<String> out = new ArrayList<>();
    facts.forEach(fact -> out.add("- " + fact));
    last.forEach(fact -> out.add("- " + fact));
    out.add("");
    if (!lines.isEmpty()) {
      out.addAll(table());
    }
    failures.forEach(failure -> out.addAll(List.of("", "**not measured** " + failure)));
    if (!lines.isEmpty()) {
      out.addAll(List.of("", "Samples in the order they were taken:", "", "```"));
      lines.forEach(line -> out.addAll(line.details()));
      out.add("```");
    }
    return String.join("\n", out) + "\n";
  }

  private List<String> table() {
    List<List<String>> rows = new ArrayList<>(List.of(Line.HEAD));
    lines.forEach(line -> rows.add(line.cells()));
    int[] widths = new int[Line.HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> out = new ArrayList<>();
    rows.forEach(row -> out.add(formatted(row, widths)));
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      rule.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
    }
    out.add(1, rule.toString());
    return out;
  }

  private static String formatted(List<String> row, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      text.append(' ').append(i == 0 ? row.get(i) + padding : padding + row.get(i)).append(" |");
    }
    return text.toString();
  }
}
