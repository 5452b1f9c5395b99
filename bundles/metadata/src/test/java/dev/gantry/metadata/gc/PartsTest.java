package dev.gantry.metadata.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.store.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The small parts that marking and removal are made of.
class PartsTest {
  @ParameterizedTest
  @CsvSource({
    "72h, PT72H",
    "1h30m, PT1H30M",
    "1.5s, PT1.5S",
    "300ms, PT0.3S",
    "2us3ns, PT0.000002003S",
    "1µs, PT0.000001S",
    ".5h, PT30M",
    "-1m, PT-1M",
    "+1m, PT1M",
    "0, PT0S"
  })
  void durationIsReadAsGoReadsIt(String text, Duration duration) {
    assertEquals(Optional.of(duration), GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "h", "1d", "1h ", "1h-1m", ".h", "99999999999h"})
  void whatGoDoesNotReadIsNoDuration(String text) {
    assertEquals(Optional.empty(), GoDuration.parse(text));
  }

  @Test
  void nodesAreNumberedInTheOrderTheyAreMet() {
    Nodes nodes = new Nodes();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        assertEquals(i, nodes.id(Key.of("v1", "node", "name-" + i)));
      }
    }

    assertEquals(5000, nodes.size());
    assertEquals(Key.of("v1", "node", "name-4321"), nodes.key(4321));
  }

  @Test
  void childrenComeBeforeTheirParents() {
    Map<String, String> parents = new HashMap<>();
    parents.put("a", "");
    parents.put("b", "a");
    parents.put("c", "b");
    parents.put("d", "a");
    parents.put("e", "kept");

    List<String> order = ChildrenFirst.order(parents);

    assertEquals(5, order.size());
    parents.forEach(
        (child, parent) ->
            assertTrue(
                !parents.containsKey(parent) || order.indexOf(child) < order.indexOf(parent)));
  }
}
