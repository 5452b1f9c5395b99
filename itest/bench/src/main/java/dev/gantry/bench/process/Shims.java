package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shims of all daemons whose data lies in one folder, with what they and runc keep outside of
/// it, for the whole machine.
///
/// @param work the folder
record Shims(Path work) {
  private static final Path RUNC = Path.of("/run/containerd/runc");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final long SECONDS = 60;

  /// Kills them with their containers and removes what is left of both. Who would start or tell
  /// anything has ended.
  void end() throws IOException {
    List<ProcessHandle> killed = new ArrayList<>();
    for (ProcessHandle shim : running()) {
      killed.addAll(shim.descendants().toList());
      killed.add(shim);
    }
    killed.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : killed) {
      process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
    try (Processes helpers = new Processes()) {
      for (Path state : namespaces(RUNC)) {
        helpers.run(SECONDS, List.of("rm", "-rf", "--one-file-system", state.toString()));
      }
      for (Path cgroup : cgroups()) {
        String name = cgroup.toString();
        helpers.run(
            SECONDS, List.of("find", name, "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"));
      }
    }
  }

  private List<ProcessHandle> running() throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    for (Path process : entries(Path.of("/proc"), "[1-9]*")) {
      if (isShim(process)) {
        ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private boolean isShim(Path process) {
    try {
      String words = Files.readString(process.resolve("cmdline"));
      return words.contains("\0-namespace\0" + Daemon.NAMESPACE)
          && words.contains("\0-address\0" + work + "/");
    } catch (IOException e) {
      return false; // It is gone.
    }
  }

  /// One for each controller, or the one of all.
  private static List<Path> cgroups() throws IOException {
    List<Path> found = new ArrayList<>(namespaces(CGROUPS));
    for (Path controller : entries(CGROUPS, "*")) {
      if (Files.isDirectory(controller)) {
        found.addAll(namespaces(controller));
      }
    }
    return found;
  }

  private static List<Path> namespaces(Path parent) throws IOException {
    return entries(parent, Daemon.NAMESPACE + "*");
  }

  private static List<Path> entries(Path parent, String glob) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, glob)) {
      entries.forEach(found::add);
    }
    return found;
  }
}
