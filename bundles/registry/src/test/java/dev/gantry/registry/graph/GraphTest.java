package dev.gantry.registry.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GraphTest {
  @Test
  void theOrderIsDepthFirstByAge() {
    Node grpc = node("grpc", "g", 1, Requirement.handle("service"));
    Node second = node("service", "s2", 3, Requirement.once("store", "x"));
    Node first = node("service", "s1", 2);
    Node store = node("store", "x", 4);
    Node unrelated = node("a", "a", 5);

    Graph graph = Graph.of(List.of(unrelated, store, second, first, grpc));

    assertEquals(List.of(first, store, second, grpc, unrelated), graph.order());
    assertTrue(graph.loop().isEmpty());
  }

  @Test
  void everyOtherComesBeforeTheOneThatRequiresAll() {
    Node all = node("debug", "d", 1, Requirement.set("*"));
    Node a = node("a", "a", 2);
    Node b = node("b", "b", 3);

    Graph graph = Graph.of(List.of(all, a, b));

    assertEquals(List.of(a, b, all), graph.order());
  }

  @Test
  void aLoopNamesTheOneWithTheMostGuilt() {
    Node a = node("a", "a", 1, Requirement.once("b"));
    Node b = node("b", "b", 3, Requirement.set("c"));
    Node c = node("c", "c", 2, Requirement.handle("a").optional());

    Graph.Loop loop = Graph.of(List.of(a, b, c)).loop().orElseThrow();

    assertEquals(b, loop.guilty());
    assertEquals(c, loop.next());
    assertEquals("b.b -> c.c -> a.a -> b.b", loop.text());
  }

  @ParameterizedTest
  @MethodSource("requirements")
  void requirementsAreChecked(List<Requirement> requires, String reason) {
    Optional<String> wrong = Soundness.ofRequirements("t", "own", requires);

    assertEquals(reason, wrong.orElse(""));
  }

  static Stream<Arguments> requirements() {
    return Stream.of(
        Arguments.of(List.of(), ""),
        Arguments.of(List.of(Requirement.set("*")), ""),
        Arguments.of(List.of(Requirement.once("t", "other")), ""),
        Arguments.of(List.of(Requirement.once("t", "own")), "it requires itself"),
        Arguments.of(List.of(Requirement.set("t")), "it requires itself"),
        Arguments.of(List.of(Requirement.once("")), "it requires something without a type"),
        Arguments.of(List.of(Requirement.once("*")), "it requires * other than as a set"),
        Arguments.of(
            List.of(Requirement.set("*"), Requirement.set("x")), "it requires * beside others"),
        Arguments.of(
            List.of(new Requirement("x", "y", Requirement.Hold.SET, false)),
            "it requires a set of the single x.y"));
  }

  private static Node node(String type, String id, long age, Requirement... requires) {
    return new Node(type, id, age, age, List.of(requires));
  }
}
