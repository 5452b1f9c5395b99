package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The containers of one namespace of a daemon, with what the machine has of them besides the
/// daemon's folders. Closing it ends them all, whatever state the daemon is in.
///
/// @param namespace used by nobody else, because shims and runc have folders for the whole machine
/// @param strangers folders of streams that were there before
public record Containers(Daemon daemon, Clients clients, String namespace, Set<Path> strangers)
    implements AutoCloseable {
  public static final String IMAGE = "docker.io/library/hello:1";

  /// In a namespace that has nothing yet.
  public Containers(Daemon daemon, Clients clients, String namespace) {
    this(daemon, clients, namespace, Set.copyOf(Remains.fifoFolders()));
  }

  /// With an image that has a shell, in a namespace that only this run of the tests has.
  public static Containers prepare(Daemon daemon, Clients clients, String name) {
    String namespace = name + "-" + ProcessHandle.current().pid();
    Containers containers = new Containers(daemon, clients, namespace);
    containers.ctr("images", "import", clients.image("hello").toString()).run();
    return containers;
  }

  public Command ctr(String... words) {
    return daemon.ctr("--namespace", namespace).and(words);
  }

  /// `ctr run` of a shell's command with these flags.
  public Command run(String id, String command, String... flags) {
    return ctr("run").and(flags).and(IMAGE, id, "sh", "-c", command);
  }

  /// Starts a container in the background that stays until it is killed.
  public void start(String id) {
    run(id, "trap 'exit 3' TERM; while :; do sleep 1; done", "-d").run();
  }

  /// What `ctr tasks ls` says of one task, with its pid; empty when there is none.
  public String line(String id) {
    return ctr("tasks", "ls")
        .run()
        .out()
        .lines()
        .filter(line -> line.startsWith(id + " "))
        .findFirst()
        .orElse("");
  }

  /// The last word of it.
  public String status(String id) {
    String line = line(id).strip();
    return line.substring(line.lastIndexOf(' ') + 1);
  }

  /// The pid of a task's first process.
  public long pid(String id) {
    return Long.parseLong(line(id).split("\\s+")[1]);
  }

  /// The shims that work for it.
  public List<Long> shims() {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (isShim(process)) {
          found.add(Long.valueOf(String.valueOf(process.getFileName())));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private boolean isShim(Path process) {
    try {
      String words = Files.readString(process.resolve("cmdline"));
      return words.contains("shim") && words.contains("-namespace\0" + namespace + "\0");
    } catch (IOException e) {
      return false; // It is gone.
    }
  }

  /// Everything that is left: shims, bundles, runc's containers, mounts, control groups.
  public List<String> left() {
    List<String> left = new ArrayList<>();
    shims().forEach(pid -> left.add("shim " + pid));
    for (String parent : List.of("state", "root")) {
      list(daemon
              .folder()
              .resolve(parent)
              .resolve("io.containerd.runtime.v2.task")
              .resolve(namespace))
          .forEach(path -> left.add(path.toString()));
    }
    list(runc()).forEach(path -> left.add(path.toString()));
    mounts().forEach(mount -> left.add("mount " + mount));
    left.addAll(Remains.groups(namespace));
    return left;
  }

  /// Everything that is left, also where only the names of containers tell whose it is: sockets of
  /// shims, and streams of clients.
  public List<String> left(Collection<String> ids) {
    List<String> left = left();
    left.addAll(Remains.sockets(daemon.socket(), namespace, ids));
    Remains.fifoFolders().stream()
        .filter(folder -> !strangers.contains(folder))
        .forEach(folder -> left.addAll(Remains.fifos(folder, ids)));
    return left;
  }

  /// Waits until nothing is left, and says what is when it waited in vain.
  public void awaitNothingLeft(Collection<String> ids) {
    try {
      Talk.await("nothing to be left", () -> left(ids).isEmpty());
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + left(ids) + "\n" + daemon.readLog(), e);
    }
  }

  private Path runc() {
    return Path.of("/run/containerd/runc", namespace);
  }

  private List<String> mounts() {
    try {
      String state = daemon.folder().resolve("state").toString();
      return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ")[4])
          .filter(target -> target.startsWith(state) && target.contains("/" + namespace + "/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> list(Path directory) {
    return Remains.list(directory, "*");
  }

  @Override
  public void close() {
    for (Path container : list(runc())) {
      Command.of(
              60,
              clients.bin() + "/runc",
              "--root",
              runc().toString(),
              "delete",
              "--force",
              String.valueOf(container.getFileName()))
          .attempt();
    }
    for (long pid : shims()) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
    for (String mount : mounts()) {
      Command.of(60, "umount", "-l", mount).attempt();
    }
    Command.of(60, "rmdir", runc().toString()).attempt();
    Remains.removeGroups(namespace);
  }
}
