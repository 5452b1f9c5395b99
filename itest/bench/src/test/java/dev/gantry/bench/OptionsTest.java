package dev.gantry.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.bench.row.Plan;
import dev.gantry.bench.row.Row;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static final Path CHECKOUT = Path.of("/checkout");

  @Test
  void withoutWordsEveryRowIsMeasured() throws Options.Wrong {
    Options options = Options.parse(List.of(), CHECKOUT);

    assertEquals(
        List.of(
            "start",
            "import",
            "content",
            "leases",
            "replace",
            "metadata",
            "deploy",
            "lookup",
            "run",
            "many",
            "share",
            "publish",
            "huge"),
        options.rows().stream().map(Row::name).toList());
    assertEquals(new Plan(0, false), options.plan());
  }

  @Test
  void rowsAndRoundsAreChosen() throws Options.Wrong {
    Options options = Options.parse(List.of("leases", "--rounds", "4", "start"), CHECKOUT);

    assertEquals(List.of("leases", "start"), options.rows().stream().map(Row::name).toList());
    assertEquals(new Plan(4, false), options.plan());
  }

  @Test
  void aWrongWordIsNamed() {
    for (List<String> words :
        List.of(List.of("--fast"), List.of("--rounds", "none"), List.of("--rounds", "0"))) {
      Options.Wrong wrong = assertThrows(Options.Wrong.class, () -> Options.parse(words, CHECKOUT));
      String last = words.getLast();

      assertTrue(String.valueOf(wrong.getMessage()).contains("\"" + last + "\""), last);
    }
  }

  @Test
  void anOptionWithoutItsValueIsWrong() {
    assertThrows(Options.Wrong.class, () -> Options.parse(List.of("--work"), CHECKOUT));
  }

  @Test
  void helpNamesEveryRow() throws Options.Wrong {
    for (Row row : Options.parse(List.of(), CHECKOUT).rows()) {
      assertTrue(Options.usage().contains(row.name() + " "), row.name());
    }
  }
}
