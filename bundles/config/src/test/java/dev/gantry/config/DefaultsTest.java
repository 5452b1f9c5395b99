package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
  @Test
  void rootHasTheSystemsFolders() {
    Defaults defaults = Defaults.of(true, Map.of("HOME", "/root", "XDG_DATA_HOME", "/x"));

    assertEquals(Path.of("/etc/gantry/config.toml"), defaults.file());
    assertEquals(Path.of("/var/lib/gantry"), defaults.root());
    assertEquals(Path.of("/run/gantry"), defaults.state());
    assertEquals("/run/gantry/gantry.sock", defaults.address());
    assertEquals(List.of("/etc/gantry/conf.d/*.toml"), defaults.imports());
  }

  @Test
  void othersHaveTheXdgFolders() {
    Defaults defaults =
        Defaults.of(
            false, Map.of("XDG_CONFIG_HOME", "/c", "XDG_DATA_HOME", "/d", "XDG_RUNTIME_DIR", "/r"));

    assertEquals(Path.of("/c/gantry/config.toml"), defaults.file());
    assertEquals(Path.of("/d/gantry"), defaults.root());
    assertEquals(Path.of("/r/gantry"), defaults.state());
    assertEquals("/r/gantry/gantry.sock", defaults.address());
  }

  @Test
  void withoutXdgTheHomeServesAndRelativeFoldersDoNotCount() {
    Defaults defaults = Defaults.of(false, Map.of("HOME", "/home/me", "XDG_DATA_HOME", "relative"));

    assertEquals(Path.of("/home/me/.config/gantry/config.toml"), defaults.file());
    assertEquals(Path.of("/home/me/.local/share/gantry"), defaults.root());
    assertEquals(Path.of("/home/me/.cache/run/gantry"), defaults.state());
  }

  @Test
  void encryptedLayersHaveTheirDecoders() {
    Defaults defaults = Defaults.of(true, Map.of());

    assertEquals(
        List.of(
            "application/vnd.oci.image.layer.v1.tar+gzip",
            "application/vnd.oci.image.layer.v1.tar"),
        defaults.streamProcessors().stream().map(p -> p.returns()).toList());
  }
}
