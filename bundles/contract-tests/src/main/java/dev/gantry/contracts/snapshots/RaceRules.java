package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.contracts.Together;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Many threads on one snapshotter.
interface RaceRules extends SnapshotterSubject {
  @Test
  default void oneOfManyGetsTheKey() {
    List<Optional<Fault>> ends = Together.run(8, i -> faultOf(() -> prepare("key", "")));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals(List.of("key"), list());
  }

  @Test
  default void oneOfManyGetsTheName() {
    for (int i = 0; i < 8; i++) {
      prepare("key-" + i, "");
    }

    List<Optional<Fault>> ends = Together.run(8, i -> faultOf(() -> commit("name", "key-" + i)));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals(Kind.COMMITTED, stat("name").kind());
    assertEquals(7, list("kind==active").size());
  }

  @Test
  default void manyChainsGrowAtOnce() {
    layer("base", "", root -> Files.writeString(root.resolve("base"), "base"));

    Together.run(
        4,
        t -> {
          String parent = "base";
          for (int i = 0; i < 5; i++) {
            String name = t + "-" + i;
            layer(name, parent, root -> Files.writeString(root.resolve(name), name));
            parent = name;
          }
          return parent;
        });

    for (int t = 0; t < 4; t++) {
      assertEquals(
          List.of(t + "-0", t + "-1", t + "-2", t + "-3", t + "-4", "base"),
          List.copyOf(treeOf(t + "-4").keySet()));
    }
  }

  @Test
  default void aChildAndTheRemovalOfItsParentDoNotBothSucceed() {
    for (int round = 0; round < 10; round++) {
      String parent = "parent-" + round;
      String child = "child-" + round;
      layer(parent, "");

      List<Optional<Fault>> ends =
          Together.run(
              2,
              i ->
                  i == 0
                      ? faultOf(() -> prepare(child, parent))
                      : faultOf(() -> snapshotter().remove(call(), parent)));

      boolean made = ends.getFirst().isEmpty();
      Optional<Fault> other = made ? ends.getLast() : ends.getFirst();
      assertEquals(
          Optional.of(made ? Fault.FAILED_PRECONDITION : Fault.NOT_FOUND), other, ends::toString);
      assertEquals(made, list().contains(parent));
      assertEquals(made, list().contains(child));
    }
  }

  @Test
  default void keysComeAndGoWhileOthersLook() {
    layer("base", "");

    List<Integer> seen =
        Together.run(
            6,
            t -> {
              int most = 0;
              for (int i = 0; i < 10; i++) {
                if (t < 3) {
                  prepare("key-" + t, "base");
                  snapshotter().remove(call(), "key-" + t);
                } else {
                  List<String> names = list();
                  assertTrue(names.contains("base"), names.toString());
                  most = Math.max(most, names.size());
                }
              }
              return most;
            });

    assertTrue(Collections.max(seen) <= 4, seen.toString());
    assertEquals(List.of("base"), list());
  }
}
