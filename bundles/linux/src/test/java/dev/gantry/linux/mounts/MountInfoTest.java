package dev.gantry.linux.mounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.linux.FileStat;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountInfoTest {
  @Test
  void theMountTableIsUnescaped() {
    MountInfo info =
        MountInfo.parse(
            "36 35 98:0 /mnt1 /a\\040b\\134c rw,noatime master:1 shared:2 - ext3 /dev/root rw,x=y");

    assertEquals(Path.of("/a b\\c"), info.target());
    assertEquals(List.of("master:1", "shared:2"), info.propagation());
    assertEquals("ext3", info.type());
    assertEquals("rw,x=y", info.data());
    assertEquals(new FileStat.Device(98, 0), info.device());
  }
}
