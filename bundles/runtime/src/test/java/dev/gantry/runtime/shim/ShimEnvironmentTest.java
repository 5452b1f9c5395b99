package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShimEnvironmentTest {
  private final Added added = new Added(Map.of("PATH", "/opt:/bin", "B", "plugin"));
  private final ShimEnvironment environment =
      new ShimEnvironment(
          Map.of("PATH", "/bin", "A", "daemon", "B", "daemon"), added, Map.of("C", "configured"));

  @Test
  void eachGoesOverTheOneBefore() {
    Map<String, String> all = environment.with(Map.of("A", "told", "C", "told", "D", "told"));

    assertEquals(
        Map.of("PATH", "/opt:/bin", "A", "told", "B", "plugin", "C", "configured", "D", "told"),
        all);
  }

  @Test
  void aConfiguredPathIsTheOnlyOne() {
    ShimEnvironment other =
        new ShimEnvironment(Map.of("PATH", "/bin"), added, Map.of("PATH", "/configured"));

    assertEquals("/configured", other.path());
  }

  @Test
  void whatPluginsAddIsAskedForEachTime() {
    String before = environment.path();
    added.change(Map.of("PATH", "/other:/bin"));
    String after = environment.path();

    assertEquals("/opt:/bin", before);
    assertEquals("/other:/bin", after);
  }

  @Test
  void withoutThePluginTheDaemonsOwnIsThere() {
    added.takeAway();

    assertEquals("/bin", environment.path());
    assertEquals("daemon", environment.with(Map.of()).get("B"));
  }
}
