package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers that the kernel kills in for want of memory, and what containers use; with the stock
/// shim and with one that has nothing to tell. Programs of users are in a directory of the test.
@Timeout(300)
class MonitorTest {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).normalize();
  private static final String EATS = "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done";

  /// Eats in a process of its own whenever it is told to, and stays.
  private static final String EATS_WHEN_TOLD =
      "trap 'sh -c \"" + EATS.replace("$", "\\$") + "\"' USR1; while :; do sleep 1; done";

  /// Longer than the monitor waits for a shim to tell of a kill.
  private static final long PATIENCE_SECONDS = 7;

  @TempDir private Path folder;
  private Clients clients;
  private Path programs;
  private Daemon daemon;
  private Containers containers;
  private Process events;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    programs = Files.createDirectories(folder.resolve("opt/bin"));
    configure("opt");
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "monitor");
    events = follow();
  }

  @AfterEach
  void stop() {
    events.destroy();
    // A shim that reaches nobody goes on trying for a while.
    containers.awaitNothingLeft(List.of());
    containers.close();
    daemon.close();
  }

  private void configure(String opt) throws IOException {
    Files.writeString(
        folder.resolve("config.toml"),
        "version = 2\n[plugins.'io.containerd.internal.v1.opt']\npath = '%s'\n"
            .formatted(folder.resolve(opt)));
  }

  /// Returns when events are told.
  private Process follow() throws IOException {
    int before = read().length();
    Process client =
        new ProcessBuilder(containers.ctr("events").words())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(told().toFile()))
            .start();
    Talk.await(
        "events",
        () -> {
          containers.ctr("namespaces", "label", containers.namespace(), "a=b").run();
          return read().indexOf("/namespaces/update", before) >= 0;
        });
    return client;
  }

  private Path told() {
    return folder.resolve("events");
  }

  private String read() {
    try {
      return Files.exists(told()) ? Files.readString(told()) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long kills(String id) {
    return read()
        .lines()
        .filter(line -> line.contains("/tasks/oom {\"container_id\":\"" + id + "\"}"))
        .count();
  }

  private Command run(String id, String command, String... flags) {
    return containers
        .ctr("run")
        .and(flags)
        .and("--memory-limit", String.valueOf(16 << 20), Containers.IMAGE, id, "sh", "-c", command);
  }

  private void eat(String id) {
    containers.ctr("tasks", "kill", "-s", "USR1", id).run();
  }

  private void remove(String id) {
    containers.ctr("tasks", "delete", "--force", id).run();
    containers.ctr("containers", "delete", id).run();
  }

  /// A shim that cannot reach the daemon, which makes it the daemon's part to tell.
  private void installMute() throws IOException {
    Path shim =
        Files.writeString(
            programs.resolve("containerd-shim-mute-v1"),
            "#!/bin/sh\nTTRPC_ADDRESS=/nowhere exec \"" + clients.shim() + "\" \"$@\"\n");
    Files.setPosixFilePermissions(shim, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void sleep(long seconds) {
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void aKillIsToldOnceWhoeverTells() throws IOException {
    installMute();

    run("mute", EATS_WHEN_TOLD, "-d", "--runtime", "io.containerd.mute.v1").run();
    int status = run("stock", EATS, "--rm").attempt().status();
    eat("mute");
    Talk.await("the kill in the mute one", () -> kills("mute") == 1);
    Talk.await("the kill in the other", () -> kills("stock") == 1);
    sleep(PATIENCE_SECONDS);
    long mute = kills("mute");
    long stock = kills("stock");
    remove("mute");

    assertEquals(137, status);
    assertEquals(1, mute);
    assertEquals(1, stock);
  }

  @Test
  void whatIsFoundAgainIsWatchedToo() throws IOException {
    installMute();
    run("mute", EATS_WHEN_TOLD, "-d", "--runtime", "io.containerd.mute.v1").run();
    run("stock", EATS_WHEN_TOLD, "-d").run();

    events.destroy();
    daemon.kill();
    daemon.restart();
    events = follow();
    eat("mute");
    eat("stock");
    Talk.await("the kill in the mute one", () -> kills("mute") == 1);
    Talk.await("the kill in the other", () -> kills("stock") == 1);
    eat("stock");
    Talk.await("another kill", () -> kills("stock") == 2);
    sleep(PATIENCE_SECONDS);
    long mute = kills("mute");
    long stock = kills("stock");
    remove("mute");
    remove("stock");

    assertEquals(1, mute);
    assertEquals(2, stock);
  }

  @Test
  void whatRunsIsMeasuredWhenSomebodyAsks() {
    run("used", EATS_WHEN_TOLD, "-d").run();

    String metrics = shell("metrics | grep used").run().out();
    String task = shell("task", "-n", containers.namespace(), "used").run().out();
    String listed = daemon.ctr("plugins", "ls", "id==cgroups").run().out();
    String older = daemon.ctr("plugins", "ls", "type==io.containerd.monitor.v1").run().out();
    remove("used");
    String none = shell("metrics").run().out();

    String labels =
        " +container_id=used,namespace=" + containers.namespace().replace("-", "\\-") + " +";
    assertMatches(metrics, "container_memory_usage_limit_bytes" + labels + "16777216");
    assertMatches(metrics, "container_memory_usage_usage_bytes" + labels + "[1-9]\\d+");
    assertMatches(metrics, "container_cpu_total_nanoseconds" + labels + "[1-9]\\d+");
    assertMatches(metrics, "container_pids_current" + labels + "[1-9]");
    assertMatches(task, "memory limit +16\\.0 MiB");
    assertTrue(listed.contains("io.containerd.monitor.task.v1"), listed);
    assertTrue(older.contains("cgroups") && older.contains("ok"), older);
    assertTrue(!none.contains("container_id=used"), none);
  }

  @Test
  void anOciRuntimeIsFoundInOptAlone() throws IOException {
    Path runtime =
        Files.writeString(
            programs.resolve("my-runc"),
            "#!/bin/sh\necho \"$*\" >> "
                + folder.resolve("ran")
                + "\nexec \""
                + clients.bin()
                + "/runc\" \"$@\"\n");
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));

    Command.Result result = run("own", "echo hi", "--rm", "--runc-binary", "my-runc").attempt();
    String ran = Files.readString(folder.resolve("ran"));
    Files.createDirectories(folder.resolve("other"));
    Files.move(programs, folder.resolve("other/bin"));
    configure("other");
    shell("reload").run();
    Command.Result later = run("later", "echo hi", "--rm", "--runc-binary", "my-runc").attempt();

    assertEquals("hi\n", result.out(), result.err());
    assertTrue(ran.contains(" create ") && ran.contains(" delete "), ran);
    assertEquals("hi\n", later.out(), later.err());
  }

  private Command shell(String... words) {
    return Command.of(
            60,
            DISTRIBUTION.resolve("gantry").toString(),
            "shell",
            "--address",
            folder.resolve("state/shell.sock").toString())
        .and(words);
  }

  private static void assertMatches(String text, String line) {
    assertTrue(text.lines().anyMatch(one -> one.strip().matches(line)), text);
  }
}
