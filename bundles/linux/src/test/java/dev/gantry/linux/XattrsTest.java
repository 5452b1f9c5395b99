package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XattrsTest {
  /// Version 2: cap_net_raw permitted and effective.
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir Path temp;

  @Test
  void attributesOfAnOpenFileAreThoseOfItsName() {
    try (Directory directory = Directory.open(temp);
        OpenFile file = directory.entry("file").createFile(0755)) {
      Xattrs named = directory.entry("file").xattrs();

      file.xattrs().set("security.capability", CAPABILITY);
      named.set("trusted.overlay.opaque", new byte[] {'y'});
      named.set("user.empty", new byte[0]);
      file.xattrs().set("user.big", new byte[3000]);

      assertArrayEquals(CAPABILITY, named.get("security.capability").orElseThrow());
      assertArrayEquals(
          new byte[] {'y'}, file.xattrs().get("trusted.overlay.opaque").orElseThrow());
      assertEquals(0, named.get("user.empty").orElseThrow().length);
      assertEquals(3000, named.get("user.big").orElseThrow().length);
      assertEquals(
          List.of("security.capability", "trusted.overlay.opaque", "user.big", "user.empty"),
          List.copyOf(new TreeSet<>(named.names())));
    }
  }

  @Test
  void removedAndUnknownOnesAreAbsent() {
    try (Directory directory = Directory.open(temp)) {
      Xattrs xattrs = directory.xattrs();
      xattrs.set("user.x", new byte[] {1});

      xattrs.remove("user.x");
      ErrnoException again = assertThrows(ErrnoException.class, () -> xattrs.remove("user.x"));

      assertTrue(again.is(Errno.ENODATA));
      assertTrue(xattrs.get("user.x").isEmpty());
      assertEquals(List.of(), xattrs.names());
    }
  }

  @Test
  void aNameThatIsNotThereIsAnError() {
    try (Directory directory = Directory.open(temp)) {
      Xattrs xattrs = directory.entry("missing").xattrs();

      ErrnoException missing =
          assertThrows(ErrnoException.class, () -> xattrs.set("user.x", new byte[0]));

      assertEquals(
          "setxattr user.x \"" + temp + "/missing\": no such file or directory (ENOENT)",
          missing.getMessage());
    }
  }
}
