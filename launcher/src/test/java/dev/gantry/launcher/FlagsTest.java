package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagsTest {
  @Test
  void longAndShortFlagsMeanTheSame() throws ParseException {
    Map<String, String> expected =
        Map.of("config", "c", "address", "a", "log-level", "debug", "root", "r", "state", "s");

    assertEquals(
        expected, parse("-c", "c", "-a", "a", "-l", "debug", "--root", "r", "--state", "s"));
    assertEquals(
        expected, parse("--config=c", "--address=a", "--log-level=debug", "--root=r", "--state=s"));
  }

  @Test
  void theLastOfAFlagCounts() throws ParseException {
    assertEquals(Map.of("root", "b"), parse("--root", "a", "--root", "b"));
  }

  @Test
  void anEmptyValueIsAValue() throws ParseException {
    assertEquals(Map.of("root", ""), parse("--root="));
  }

  @Test
  void aConfigurationIsPrintedWithFlagsOnEitherSide() throws ParseException {
    assertEquals(Map.of("print", "default"), parse("config", "default"));
    assertEquals(Map.of("print", "dump", "config", "c"), parse("config", "dump", "-c", "c"));
    assertEquals(Map.of("print", "dump", "config", "c"), parse("--config=c", "config", "dump"));
    assertThrows(ParseException.class, () -> parse("config"));
    assertThrows(ParseException.class, () -> parse("config", "default", "dump"));
  }

  @Test
  void everyFeatureIsStartedWithTheShellOnTheTerminalOrWithout() throws ParseException {
    List<String> features = List.of("core", "deploy", "shell");

    assertEquals(features, Flags.parse(new String[] {}).features());
    assertEquals(features, Flags.parse(new String[] {"--shell"}).features());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour       | Unrecognized option: --colour",
        "--conf=x       | Unrecognized option: --conf=x",
        "-x             | Unrecognized option: -x",
        "--root         | Missing argument for option: root",
        "start          | unknown command \"start\"",
        "--log-level=on | unknown log level \"on\"",
      })
  void whatIsNotKnownIsRefused(String argument, String message) {
    ParseException e = assertThrows(ParseException.class, () -> parse(argument));

    assertEquals(message, e.getMessage());
  }

  @Test
  void theUsageNamesEveryFlagButTheInnerOne() {
    String usage = Flags.usage();

    for (String flag :
        List.of("config", "address", "root", "state", "log-level", "shell", "version", "help")) {
      assertTrue(usage.contains("--" + flag), flag);
    }
    assertFalse(usage.contains("train"), usage);
  }

  private static Map<String, String> parse(String... arguments) throws ParseException {
    return Flags.parse(arguments).given();
  }
}
