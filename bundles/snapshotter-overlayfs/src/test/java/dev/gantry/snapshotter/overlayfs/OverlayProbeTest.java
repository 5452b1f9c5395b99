package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.SkipException;
import dev.gantry.linux.Mounts;
import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlayProbeTest {
  @TempDir Path root;

  @Test
  void rootOfTheMachineCanUseOverlayfsWithoutUserXattrs() throws IOException {
    OverlayProbe probe = OverlayProbe.of(root);

    assertFalse(probe.userxattr());
    assertFalse(probe.userNamespace());
    assertEquals(Files.exists(Path.of("/sys/module/overlay/parameters/index")), probe.index());
    try (var left = Files.list(root)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whatAKilledProbeLeftIsCleared() throws IOException {
    Path merged = Files.createDirectories(root.resolve("probe/merged"));
    Mounts.mount("tmpfs", "left", merged, List.of());

    OverlayProbe.of(root);

    assertFalse(Files.exists(merged));
    assertTrue(MountInfo.at(merged).isEmpty());
  }

  @Test
  void overlayfsUponOverlayfsIsSkippedWithTheReason() throws IOException {
    Path disk = Files.createDirectory(root.resolve("disk"));
    for (String name : List.of("lower", "upper", "work", "merged")) {
      Files.createDirectory(disk.resolve(name));
    }
    Path merged = disk.resolve("merged");
    String options =
        "lowerdir=%s,upperdir=%s,workdir=%s"
            .formatted(disk.resolve("lower"), disk.resolve("upper"), disk.resolve("work"));
    Mounts.mount("overlay", "overlay", merged, List.of(options.split(",", -1)));
    try {
      var skip = assertThrows(SkipException.class, () -> OverlayProbe.of(merged));

      assertTrue(String.valueOf(skip.getMessage()).contains(merged.toString()));
      assertTrue(String.valueOf(skip.getMessage()).endsWith(": skip plugin"));
    } finally {
      Mounts.unmountAll(merged, Mounts.Unmount.DETACH);
    }
  }

  @ParameterizedTest
  @CsvSource({"5.18.0,false", "5.19.0-rc1,true", "5.4,false", "6.1.0-13-amd64,true", "10.0,true"})
  void layersCanBeMappedFromFiveNineteenOn(String release, boolean can) {
    assertEquals(can, OverlayProbe.mapsIds(release));
  }

  @Test
  void configuredOptionsComeFirstAndDecideForThemselves() {
    var all = new OverlayProbe(true, true, true, true);
    var none = new OverlayProbe(false, false, true, false);

    assertEquals(List.of("userxattr", "index=off"), all.options(List.of()));
    assertEquals(
        List.of("volatile", "userxattr", "index=on"),
        all.options(List.of("volatile", "userxattr", "index=on")));
    assertEquals(List.of("volatile"), none.options(List.of("volatile")));
  }
}
