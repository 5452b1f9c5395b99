package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From exec to the first answers of the assembled daemon, and back.
class FirstLineTest {
  @Test
  void answersAndStopsInOrder(@TempDir Path folder) throws IOException {
    try (Daemon daemon = Daemon.gantry(folder, Clients.prepared())) {
      String version = daemon.ctr("version").run().out();
      String plugins = daemon.ctr("plugins", "ls").run().out();
      int status = daemon.stop();

      assertTrue(version.contains("0.1.0-SNAPSHOT"), version);
      assertTrue(plugins.contains("io.containerd.grpc.v1"), plugins);
      assertFalse(plugins.contains("error"), plugins);
      assertEquals(0, status, daemon.readLog());
      assertFalse(Files.exists(daemon.socket()));
    }
  }
}
