package dev.gantry.contracts.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.SnapshotInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which snapshots are shown.
interface WalkRules extends SnapshotterSubject {
  @Test
  default void aWalkOfNothingShowsNothing() {
    assertEquals(List.of(), list());
  }

  @Test
  default void aWalkShowsAllInByteOrder() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 110; i++) {
      keys.add("key-" + (i * 37) % 110);
    }
    keys.add("é");
    keys.add("B");
    keys.forEach(key -> prepare(key, ""));

    assertEquals(keys.stream().sorted().toList(), list());
  }

  @Test
  default void aWalkShowsWhatStatTells() {
    layer("base", "");
    snapshotter().prepare(call(), "active", "base", Map.of("k", "v"));
    List<SnapshotInfo> shown = new ArrayList<>();

    snapshotter().walk(call(), Filter.ALL, shown::add);

    assertEquals(List.of(stat("active"), stat("base")), shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind==active | active",
        "kind==committed | base middle",
        "kind!=committed | active view",
        "name==base | base",
        "name~=^[bm] | base middle",
        "parent==base | middle view",
        "parent==\"\" | base",
        "parent | active base middle view",
        "labels.color==red | active",
        "labels.\"a/b.c\"==d | view",
        "labels.color | active view",
        "kind==view,labels.color==blue | view",
        "kind==view,labels.color==red | ''",
        "none==x | ''"
      })
  default void aWalkShowsWhatMatches(String filter, String expected) {
    layer("base", "");
    layer("middle", "base");
    snapshotter().prepare(call(), "active", "middle", Map.of("color", "red"));
    snapshotter().view(call(), "view", "base", Map.of("color", "blue", "a/b.c", "d"));

    assertEquals(expected, String.join(" ", list(filter)));
  }

  @Test
  default void oneOfSeveralFiltersIsEnough() {
    layer("base", "");
    prepare("active", "base");
    view("view", "base");

    assertEquals(List.of("active", "base"), list("kind==active", "name==base"));
  }
}
