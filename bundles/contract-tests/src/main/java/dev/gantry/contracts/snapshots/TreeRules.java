package dev.gantry.contracts.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.contracts.Changes;
import dev.gantry.contracts.Mounted;
import dev.gantry.contracts.Trees;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever is done to a mounted snapshot is seen by those above it, the same to the last bit.
interface TreeRules extends SnapshotterSubject {
  @ParameterizedTest
  @EnumSource
  default void whatIsDoneToALayerIsSeenAboveIt(Changes doing) {
    layer("base", "", Changes::base);
    Map<String, String> below = treeOf("base");
    prepare("active", "base");

    Map<String, String> done;
    try (Mounted mounted = Mounted.in(scratch(), snapshotter().mounts(call(), "active"))) {
      Trees.change(mounted.root(), doing);
      done = Trees.describe(mounted.root());
    }
    commit("layer", "active");

    assertEquals(done, treeOf("layer"));
    assertEquals(below, treeOf("base"));
    prepare("above", "layer");
    assertEquals(done, tree("above"));
  }

  @ParameterizedTest
  @EnumSource
  default void whatIsDoneInTheFirstLayerIsSeenAboveIt(Changes doing) {
    prepare("active", "");

    Map<String, String> done;
    try (Mounted mounted = Mounted.in(scratch(), snapshotter().mounts(call(), "active"))) {
      Trees.change(mounted.root(), Changes::base);
      Trees.change(mounted.root(), doing);
      done = Trees.describe(mounted.root());
    }
    commit("layer", "active");
    layer("above", "layer");

    assertEquals(done, treeOf("above"));
  }
}
