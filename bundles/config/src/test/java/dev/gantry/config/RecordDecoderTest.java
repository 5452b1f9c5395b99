package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
  @TempDir private Path folder;

  record All(
      String text,
      int small,
      long large,
      double fraction,
      boolean flag,
      Duration time,
      List<String> names,
      Map<String, String> pairs,
      Inner inner) {}

  record Inner(String someKey, int other) {}

  record Picky(int even) {
    Picky {
      if (even % 2 != 0) {
        throw new IllegalArgumentException("even is " + even);
      }
    }
  }

  record Strange(Thread thread) {}

  private static final All DEFAULTS =
      new All(
          "d",
          1,
          2,
          3,
          true,
          Duration.ofSeconds(4),
          List.of("n"),
          Map.of("k", "v"),
          new Inner("x", 5));

  @Test
  void whatIsNotSaidKeepsItsDefault() {
    assertEquals(DEFAULTS, decode("", DEFAULTS));
  }

  @Test
  void everyTypeIsDecoded() {
    All all =
        decode(
            """
            text = "t"
            small = -7
            large = 9223372036854775807
            fraction = 0.25
            flag = false
            time = "1h0.5s"
            names = []
            pairs = {a = "b", "c d" = "e"}
            inner.some_key = "y"
            """,
            DEFAULTS);

    assertEquals(
        new All(
            "t",
            -7,
            Long.MAX_VALUE,
            0.25,
            false,
            Duration.ofMillis(3_600_500),
            List.of(),
            Map.of("a", "b", "c d", "e"),
            new Inner("y", 5)),
        all);
  }

  @Test
  void aWholeNumberFitsAFraction() {
    assertEquals(2.0, decode("fraction = 2", DEFAULTS).fraction());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text = true      | \"text\" is true or false, expected a string",
        "small = 2.5      | \"small\" is a float, expected an integer",
        "small = 2147483648 | \"small\" is 2147483648, too large",
        "large = 'x'      | \"large\" is a string, expected an integer",
        "fraction = 'x'   | \"fraction\" is a string, expected a float",
        "flag = 0         | \"flag\" is an integer, expected true or false",
        "time = 10        | \"time\" is an integer, expected a string",
        "time = '10'      | \"time\" is \"10\", expected a duration like \"10s\"",
        "names = {}       | \"names\" is a table, expected a list of strings",
        "names = [['x']]  | \"names\" is a list, expected a string",
        "pairs = []       | \"pairs\" is a list, expected a table",
        "pairs.a = 1      | \"a\" is an integer, expected a string",
        "inner = 1        | \"inner\" is an integer, expected a table",
        "inner.other = '' | \"other\" is a string, expected an integer",
      })
  void aWrongTypeIsRefused(String text, String message) {
    ConfigException e = assertThrows(ConfigException.class, () -> decode(text, DEFAULTS));

    String said = String.valueOf(e.getMessage());
    assertTrue(said.endsWith(message), said);
    assertTrue(said.contains("x.toml row 1 column "), said);
  }

  @Test
  void whatTheRecordRefusesIsRefusedWithItsReason() {
    assertEquals(new Picky(4), decode("even = 4", new Picky(0)));

    ConfigException e = assertThrows(ConfigException.class, () -> decode("even = 3", new Picky(0)));

    assertTrue(String.valueOf(e.getMessage()).endsWith(": even is 3"), e.getMessage());
  }

  @Test
  void aComponentThatNoFileCanHoldIsRefused() {
    Strange defaults = new Strange(Thread.currentThread());

    assertEquals(defaults, decode("", defaults));
    assertThrows(ConfigException.class, () -> decode("thread = 1", defaults));
  }

  private <C extends Record> C decode(String text, C defaults) {
    Path file = new Sample(folder).write("x.toml", text);
    return new RecordDecoder(
            key -> {
              throw new AssertionError(key);
            })
        .decode(TomlReader.read(file), defaults);
  }
}
