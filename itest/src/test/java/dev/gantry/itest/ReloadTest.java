package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration file is changed and read again by HUP while the daemon runs.
class ReloadTest {
  private static final String OVERLAYFS = "io.containerd.snapshotter.v1.overlayfs";
  private static final String NATIVE = "io.containerd.snapshotter.v1.native";

  @TempDir private Path folder;
  private Clients clients;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    write("");
    daemon = Daemon.gantry(folder, clients);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void onlyPluginsWhoseSectionChangedAreMadeAnewAndNoCallFails() throws IOException {
    List<String> failures;
    try (Load load = Load.start(daemon, clients, 4)) {
      for (int i = 0; i < 3; i++) {
        load.awaitProgress();
        write("[plugins.\"%s\"]\nsync_remove = %s\n".formatted(OVERLAYFS, i % 2 == 0));
        String said = reload("configuration reloaded");
        assertTrue(said.contains("reload: " + OVERLAYFS + " is made anew"), said);
        assertFalse(said.contains(NATIVE), said);
      }
      load.awaitProgress();
      failures = load.stop();
    }

    assertEquals(List.of(), failures);
  }

  @Test
  void aPluginIsDisabledAndComesBack() throws IOException {
    write("disabled_plugins = [\"" + NATIVE + "\"]\n");
    reload("plugin=" + NATIVE + " state=DISABLED");
    Command.Result refused = daemon.ctr("snapshots", "--snapshotter", "native", "ls").attempt();
    write("");
    reload("plugin=" + NATIVE + " state=READY");

    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("snapshotter not loaded: native"), refused.err());
    daemon.ctr("snapshots", "--snapshotter", "native", "ls").run();
  }

  @Test
  void aWrongFileChangesNothingAndSaysWhy() throws IOException {
    write(
        "disabled_plugins = [\"%s\"]\n[plugins.\"%s\"]\nsync_remove = 3\n"
            .formatted(NATIVE, OVERLAYFS));
    String said = reload("nothing changed");
    daemon.ctr("snapshots", "--snapshotter", "native", "ls").run();

    assertTrue(said.contains("config.toml row 4 column 1: "), said);
    assertFalse(said.contains("state=DISABLED"), said);
  }

  @Test
  void theLogLevelHoldsAtOnceAndOtherKeysWait() throws IOException {
    write("oom_score = 5\n[debug]\nlevel = \"debug\"\n");
    String said = reload("configuration reloaded");
    daemon.ctr("version").run();

    assertTrue(said.contains("oom_score has changed and needs a restart of the daemon"), said);
    awaitLine(0, "level=debug");
  }

  /// A shim that is stopped never answers; how long it is asked is the timeout's to say.
  @Test
  void aTimeoutHoldsAtOnce() throws IOException {
    timeout("600s");
    reload("configuration reloaded");
    try (Containers containers = Containers.prepare(daemon, clients, "reload")) {
      containers.start("c");
      Command.of(10, "kill", "-STOP", String.valueOf(containers.shims().getFirst())).run();

      int before =
          daemon
              .ctr("--timeout", "3s", "--namespace", containers.namespace(), "tasks", "ls")
              .attempt()
              .status();
      timeout("50ms");
      reload("configuration reloaded");
      containers.ctr("tasks", "ls").run(); // Or it takes longer than the command may.

      assertEquals(1, before);
    }
  }

  private void timeout(String time) throws IOException {
    write("[timeouts]\n\"io.containerd.timeout.task.state\" = \"%s\"\n".formatted(time));
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("config.toml"), "version = 4\n" + text);
  }

  /// Sends HUP and waits for a line.
  ///
  /// @return what the log says from then on
  private String reload(String line) throws IOException {
    int before = daemon.readLog().length();
    Command.of(10, "kill", "-HUP", String.valueOf(daemon.pid())).run();
    return awaitLine(before, line);
  }

  private String awaitLine(int from, String line) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      String said = daemon.readLog().substring(from);
      if (said.contains(line)) {
        return said;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no line \"" + line + "\" came: " + daemon.readLog());
  }
}
