package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverlayConfigTest {
  @Test
  void defaultsAreThoseOfTheReference() {
    assertEquals(
        Optional.of(new OverlayConfig("", false, false, false, List.of())),
        new OverlayPlugin().defaults());
  }
}
