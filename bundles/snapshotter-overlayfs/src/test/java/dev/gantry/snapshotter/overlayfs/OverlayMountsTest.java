package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.types.Mount;
import dev.gantry.store.snapshots.Layers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverlayMountsTest {
  private static final Map<String, String> MAPPED =
      Map.of(OverlayMounts.UID_MAPPING, "0:1000:10", OverlayMounts.GID_MAPPING, "0:2000:10");

  private static OverlayMounts mounts(boolean mapsIds) {
    return new OverlayMounts(
        id -> Path.of("/s", id), List.of("volatile", "userxattr", "index=off"), mapsIds);
  }

  private static Mount mount(Kind kind, String... parents) {
    return mounts(true).of(new Layers("9", kind, List.of(parents)), Map.of()).getFirst();
  }

  @Test
  void aSnapshotWithoutParentsIsABindOfItsOwnDirectory() {
    assertEquals(new Mount("bind", "/s/9/fs", List.of("rw", "rbind")), mount(Kind.ACTIVE));
    assertEquals(new Mount("bind", "/s/9/fs", List.of("ro", "rbind")), mount(Kind.VIEW));
  }

  @Test
  void aViewOfOneParentIsABindOfThat() {
    assertEquals(new Mount("bind", "/s/3/fs", List.of("ro", "rbind")), mount(Kind.VIEW, "3"));
  }

  @Test
  void anActiveSnapshotIsAnOverlayWithTheNearestParentFirst() {
    List<String> expected =
        List.of(
            "workdir=/s/9/work",
            "upperdir=/s/9/fs",
            "lowerdir=/s/3/fs:/s/2/fs",
            "volatile",
            "userxattr",
            "index=off");

    assertEquals(new Mount("overlay", "overlay", expected), mount(Kind.ACTIVE, "3", "2"));
  }

  @Test
  void aViewOfSeveralParentsHasNothingToWriteTo() {
    List<String> expected =
        List.of("lowerdir=/s/3/fs:/s/2/fs", "volatile", "userxattr", "index=off");

    assertEquals(new Mount("overlay", "overlay", expected), mount(Kind.VIEW, "3", "2"));
  }

  @Test
  void ownersAreMappedBeforeAllElseWhereTheKernelCan() {
    Layers alone = new Layers("9", Kind.ACTIVE, List.of());
    Layers above = new Layers("9", Kind.ACTIVE, List.of("3"));

    assertEquals(
        List.of("uidmap=0:1000:10", "gidmap=0:2000:10", "rw", "rbind"),
        mounts(true).of(alone, MAPPED).getFirst().options());
    assertEquals(
        List.of("uidmap=0:1000:10", "gidmap=0:2000:10", "workdir=/s/9/work"),
        mounts(true).of(above, MAPPED).getFirst().options().subList(0, 3));
    assertEquals(List.of("rw", "rbind"), mounts(false).of(alone, MAPPED).getFirst().options());
  }
}
