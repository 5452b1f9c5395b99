package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.gantry.api.diff.Differ;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkingDifferPluginTest {
  @TempDir Path temp;

  @Test
  void itHoldsTheMetadataByHandleAndMayStandBesideAnother() {
    var plugin = new WalkingDifferPlugin();

    assertEquals(List.of(Requirement.handle(PluginTypes.METADATA)), plugin.requires());
    assertFalse(plugin.exclusive());
  }

  @Test
  void itTellsItsPlatformAndRemovesLeftovers() throws IOException {
    Path leftover = Files.createDirectories(temp.resolve("tmpmounts/1-2-dead"));
    var told = new ArrayList<>();

    Object made = new WalkingDifferPlugin().init(new PluginContext(temp, told));

    assertInstanceOf(Differ.class, made);
    assertEquals(List.of(Platform.host()), told);
    assertFalse(Files.exists(leftover));
  }
}
