package dev.gantry.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootsTest {
  private static final Map<String, Stamp> JARS =
      Map.of("a b.jar", new Stamp("1/2/x", "c"), "b.jar", new Stamp("2/2/x", "c"));

  @TempDir private Path folder;

  @Test
  void afterThreeFailedStartsAJarHasHadItsChances() throws IOException {
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), begin(JARS));
    }

    assertEquals(List.of("a b.jar", "b.jar"), begin(JARS).stream().sorted().toList());
    assertEquals(List.of(), begin(JARS));
  }

  @Test
  void aStartThatComesToItsEndBeginsTheCountAnew() throws IOException {
    begin(JARS);
    begin(JARS);
    new Boots(folder.resolve("boots")).complete();

    assertEquals(List.of(), begin(JARS));
    assertEquals(List.of(), begin(JARS));
  }

  @Test
  void anExchangedJarBeginsAnew() throws IOException {
    for (int i = 0; i < 3; i++) {
      begin(JARS);
    }

    assertEquals(
        List.of("b.jar"),
        begin(Map.of("a b.jar", new Stamp("3/2/x", "c"), "b.jar", new Stamp("2/2/x", "c"))));
  }

  private List<String> begin(Map<String, Stamp> jars) throws IOException {
    return new Boots(folder.resolve("boots")).begin(jars);
  }
}
