package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdMappingTest {
  private static Map<String, String> labels(String uids, String gids) {
    return Map.of(OverlayMounts.UID_MAPPING, uids, OverlayMounts.GID_MAPPING, gids);
  }

  @Test
  void rootIsFoundInAnyRange() {
    assertEquals(
        Optional.of(new IdMapping.Owner(1000, 5)),
        IdMapping.root(labels("1:7:3,0:1000:1", "0:5:10")));
  }

  @Test
  void withoutLabelsNobodyIsMapped() {
    assertEquals(Optional.empty(), IdMapping.root(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "0", "0:1", "1:0:5", "0:1000:0", "0:-:1", "0:4294967296:1"})
  void whatDoesNotMapRootIsInvalid(String map) {
    var failure = assertThrows(GantryException.class, () -> IdMapping.root(labels(map, "0:5:10")));

    assertEquals(Fault.INVALID_ARGUMENT, failure.fault());
  }
}
