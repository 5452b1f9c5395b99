package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// References to snapshots that hold only for a time after their use.
interface ConditionRules extends CollectionSubject {
  /// Tried with a snapshot that was last used ten minutes ago.
  @ParameterizedTest
  @CsvSource({
    "usedat<1h, true",
    "usedat<1m, false",
    "usedat>1m, true",
    "usedat>1h, false",
    "'usedat<1m,usedat>1m', true",
    "usedat<1h30m, true",
    "usedat<599s, false",
    "usedat=1h, false",
    "createdat<1h, false",
    "usedat<nonsense, false"
  })
  default void aSnapshotStaysWhileAConditionHolds(String condition, boolean kept) {
    String label = "containerd.io/gc.cond.snapshot." + stores().snapshotter();
    String used = Instant.now().minus(Duration.ofMinutes(10)).toString();

    collectAfter(
        call -> {
          for (String name : new String[] {"by-image", "by-content"}) {
            layer(call, name, "", Map.of("containerd.io/gc.cond.value-usedat", used));
          }
          image(
              call,
              "image",
              blob(call, Map.of(label + "/x", condition + "|by-content")),
              Map.of(label, condition + "|by-image"));
        });

    assertEquals(kept, hasSnapshot("by-image"));
    assertEquals(kept, hasSnapshot("by-content"));
  }
}
