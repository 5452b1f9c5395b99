package dev.gantry.bench;

import dev.gantry.bench.row.ContentRow;
import dev.gantry.bench.row.DeployRow;
import dev.gantry.bench.row.ImportRow;
import dev.gantry.bench.row.LeaseRow;
import dev.gantry.bench.row.LookupRow;
import dev.gantry.bench.row.MetadataRow;
import dev.gantry.bench.row.Plan;
import dev.gantry.bench.row.ReplaceRow;
import dev.gantry.bench.row.Row;
import dev.gantry.bench.row.StartRow;
import dev.gantry.bench.task.ManyRow;
import dev.gantry.bench.task.PublishRow;
import dev.gantry.bench.task.RunRow;
import dev.gantry.bench.task.ShareRow;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What the command line says.
///
/// @param work where the daemons keep their data
/// @param distribution Gantry's
record Options(boolean help, List<Row> rows, Plan plan, Path work, Path distribution) {
  private static final List<Row> ALL =
      List.of(
          new StartRow(),
          ImportRow.big(),
          new ContentRow(),
          new LeaseRow(),
          new ReplaceRow(),
          new MetadataRow(),
          new DeployRow(),
          new LookupRow(),
          new RunRow(),
          new ManyRow(),
          new ShareRow(),
          new PublishRow(),
          ImportRow.huge());

  /// Wrong words on the command line.
  static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String message) {
      super(message);
    }
  }

  /// @param checkout of the sources, from which the usual folders come
  static Options parse(List<String> words, Path checkout) throws Wrong {
    Deque<String> left = new ArrayDeque<>(words);
    List<Row> rows = new ArrayList<>();
    boolean help = false;
    boolean quick = false;
    int rounds = 0;
    Path work = checkout.resolve("itest/bench/target/work");
    Path distribution = checkout.resolve("features/target/gantry");
    while (!left.isEmpty()) {
      String word = left.pop();
      switch (word) {
        case "-h", "--help" -> help = true;
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = count(value(word, left));
        case "--work" -> work = Path.of(value(word, left)).toAbsolutePath();
        case "--distribution" -> distribution = Path.of(value(word, left)).toAbsolutePath();
        default -> rows.add(row(word));
      }
    }
    return new Options(
        help,
        rows.isEmpty() ? ALL : List.copyOf(rows),
        new Plan(rounds, quick),
        work,
        distribution);
  }

  private static String value(String option, Deque<String> left) throws Wrong {
    if (left.isEmpty()) {
      throw new Wrong(option + " needs a value");
    }
    return left.pop();
  }

  private static int count(String word) throws Wrong {
    if (!word.matches("[1-9][0-9]{0,3}")) {
      throw new Wrong("--rounds needs a number from 1 to 9999, not \"" + word + "\"");
    }
    return Integer.parseInt(word);
  }

  private static Row row(String word) throws Wrong {
    for (Row row : ALL) {
      if (row.name().equals(word)) {
        return row;
      }
    }
    throw new Wrong("there is no row or option \"" + word + "\"");
  }

  static String usage() {
    StringBuilder text = new StringBuilder("usage: gantry bench [OPTION]... [ROW]...\n\n");
    text.append("Starts Debian's containerd and Gantry, gives both the same work in turn, and\n");
    text.append("prints the medians and their ratios. Without a ROW all are measured:\n\n");
    for (Row row : ALL) {
      text.append(String.format("  %-10s %s%n", row.name(), row.text()));
    }
    return text.append(
            """

              --rounds N           samples of each contender, instead of what each row has
              --quick              one round of tiny sizes; sees that the bench works, measures nothing
              --work DIR           where both daemons keep their data (itest/bench/target/work)
              --distribution DIR   Gantry's distribution (features/target/gantry)
              -h, --help           this text

            Needs root, and a machine that does nothing else. The report goes to standard output and
            to itest/bench/target/bench.md.
            Exit codes: 0 done, 1 something could not be measured, 2 wrong usage.
            """)
        .toString();
  }
}
