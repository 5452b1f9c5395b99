package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// dockerd as a client of a daemon, without bridge and rules of its own. Closing it ends its
/// containers, itself, and what a daemon that does not answer would leave.
///
/// @param containers of dockerd's namespace in the daemon
public record Docker(Containers containers, Path folder, Process process) implements AutoCloseable {
  /// The image that it has, with a shell.
  public static final String IMAGE = "shell:1";

  private static final long SECONDS = 60;

  /// Starts it and waits until it answers.
  ///
  /// @param daemon that keeps the containers
  public static Docker start(Daemon daemon, Clients clients) throws IOException {
    Path folder = Files.createDirectory(daemon.folder().resolve("docker"));
    String namespace = "docker-" + ProcessHandle.current().pid();
    ProcessBuilder builder =
        new ProcessBuilder(
            clients.bin() + "/dockerd",
            "--containerd=" + daemon.socket(),
            "--containerd-namespace=" + namespace,
            "--containerd-plugins-namespace=" + namespace + "-plugins",
            "--bridge=none",
            "--iptables=false",
            "--ip-forward=false",
            "--data-root=" + folder.resolve("data"),
            "--exec-root=" + folder.resolve("exec"),
            "--pidfile=" + folder.resolve("pid"),
            "--config-file=" + config(folder),
            "--host=unix://" + folder.resolve("s"));
    builder.environment().merge("PATH", clients.bin(), (path, bin) -> bin + ":" + path);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    Containers containers = new Containers(daemon, clients, namespace);
    Docker docker = new Docker(containers, folder, builder.start());
    try {
      Talk.await("dockerd", () -> !docker.process.isAlive() || docker.answers());
      docker.docker("version").run();
      docker.importImage(clients.image("hello"));
    } catch (AssertionError e) {
      String log = Files.readString(folder.resolve("log"));
      docker.close();
      throw new AssertionError("dockerd did not start: " + log, e);
    }
    return docker;
  }

  /// What has no flag: a key that it would keep for the whole machine.
  private static Path config(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("config.json"),
        "{\"deprecated-key-path\": \"%s\"}".formatted(folder.resolve("key")));
  }

  private boolean answers() {
    return docker("version").attempt().status() == 0;
  }

  /// A call of the client `docker`.
  public Command docker(String... words) {
    String host = "unix://" + folder.resolve("s");
    return Command.of(SECONDS, containers.clients().bin() + "/docker", "--host", host).and(words);
  }

  /// `docker run` of a shell's command with these flags.
  public Command run(String command, String... flags) {
    return docker("run", "--network", "none").and(flags).and(IMAGE, "sh", "-c", command);
  }

  /// What `docker inspect` says of a container.
  public String inspect(String name, String format) {
    return docker("inspect", "--format", format, name).run().out().strip();
  }

  /// Makes [#IMAGE] of the one layer, by far the largest file, of an image archive.
  private void importImage(Path archive) {
    Command.of(
            SECONDS,
            "sh",
            "-c",
            """
            layer=$(tar -tvf "$1" | sort -n -k 3 | tail -n 1 | sed 's/.* //')
            tar -xOf "$1" "$layer" >"$0/layer.tar"
            """)
        .and(folder.toString(), archive.toString())
        .run();
    docker("import", folder.resolve("layer.tar").toString(), IMAGE).run();
  }

  @Override
  public void close() {
    for (String id : docker("ps", "--all", "--quiet").attempt().out().lines().toList()) {
      docker("rm", "--force", id).attempt();
    }
    process.destroy();
    try {
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    containers.shims().stream()
        .flatMap(shim -> ProcessHandle.of(shim).stream())
        .flatMap(ProcessHandle::descendants)
        .forEach(ProcessHandle::destroyForcibly);
    containers.close();
    mounts().forEach(mount -> Command.of(SECONDS, "umount", "-l", mount).attempt());
  }

  /// What is mounted in its folder.
  public List<String> mounts() {
    try {
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ")[4])
          .filter(mount -> mount.startsWith(folder + "/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
