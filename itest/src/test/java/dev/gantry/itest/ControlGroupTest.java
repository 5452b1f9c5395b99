package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The control group that the configuration names for the daemon.
@Timeout(180)
class ControlGroupTest {
  private static final String ABOVE = "gantry-test-" + ProcessHandle.current().pid();
  private static final String GROUP = ABOVE + "/below";

  @TempDir private Path folder;

  @AfterEach
  void removeGroups() {
    for (String group : List.of(GROUP, ABOVE)) {
      Command.of(60, "sh", "-c", "rmdir /sys/fs/cgroup/" + group + " /sys/fs/cgroup/*/" + group)
          .attempt();
    }
  }

  @Test
  void itIsMadeAndJoinedInEveryHierarchy() throws IOException {
    Path config = folder.resolve("config.toml");
    Files.writeString(config, "version = 2\n[cgroup]\npath = \"/" + GROUP + "\"\n");

    try (Daemon daemon = Daemon.gantry(folder, Clients.prepared(), "--config=" + config)) {
      List<String> groups =
          Files.readAllLines(Path.of("/proc", String.valueOf(daemon.pid()), "cgroup")).stream()
              .filter(line -> !line.equals("0::/")) // Beside hierarchies of version 1.
              .toList();

      assertFalse(groups.isEmpty());
      assertTrue(groups.stream().allMatch(line -> line.endsWith("/" + GROUP)), groups::toString);
    }
  }
}
