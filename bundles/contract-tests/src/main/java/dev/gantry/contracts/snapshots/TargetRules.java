package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The label by which a client says, while it unpacks, what the snapshot will be committed as.
interface TargetRules extends NamespacedSubject {
  String TARGET = "containerd.io/snapshot.ref";

  @Test
  default void aTargetThatIsNotThereIsPreparedAsAnyOther() {
    layer("base", "");

    snapshotter().prepare(call(), "key", "base", Map.of(TARGET, "target"));
    change("key", root -> Files.writeString(root.resolve("file"), "text"));
    commit("target", "key");

    assertEquals(Kind.COMMITTED, stat("target").kind());
    assertEquals(List.of("file"), List.copyOf(treeOf("target").keySet()));
  }

  @Test
  default void aTargetThatIsThereIsNotPreparedAgain() {
    layer("target", "");

    assertFault(
        Fault.ALREADY_EXISTS,
        "target snapshot \"target\"",
        () -> snapshotter().prepare(call(), "key", "", Map.of(TARGET, "target")));

    assertEquals(List.of("target"), list());
  }

  @Test
  default void labelsForTheBackendAreKeptToo() {
    Map<String, String> labels =
        Map.of(TARGET, "target", "containerd.io/snapshot/diff-id", "sha256:x", "own", "1");

    snapshotter().prepare(call(), "key", "", labels);

    Map<String, String> kept = stat("key").labels();
    labels.forEach((key, value) -> assertEquals(value, kept.get(key), key));
  }
}
