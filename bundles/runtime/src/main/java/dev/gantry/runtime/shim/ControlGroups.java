package dev.gantry.runtime.shim;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Control groups of containers and of shims.
///
/// @param hierarchies where each is mounted
record ControlGroups(List<Path> hierarchies) {
  private static final Set<String> TYPES = Set.of("cgroup", "cgroup2");

  private static final int BUSY_TRIES = 10;
  private static final long BUSY_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  /// Those of this machine.
  static ControlGroups ofMachine() {
    return new ControlGroups(MountInfo.ofTypes(TYPES).stream().map(MountInfo::target).toList());
  }

  /// Puts a process into a group, in every hierarchy that has it.
  ///
  /// @param group its path below each
  /// @throws IOException when none has it, or the kernel refuses
  void join(String group, int pid) throws IOException {
    Path path = Path.of("/", group).normalize();
    List<Path> found =
        hierarchies.stream()
            .map(hierarchy -> hierarchy.resolve(path.getRoot().relativize(path)))
            .filter(Files::isDirectory)
            .toList();
    if (found.isEmpty()) {
      throw new IOException("there is no control group \"" + group + "\"");
    }
    for (Path directory : found) {
      Files.writeString(
          directory.resolve("cgroup.procs"), String.valueOf(pid), StandardOpenOption.WRITE);
    }
  }

  /// Removes those of a container whose making was cut off: the OCI runtime makes them before it
  /// writes down that there is a container, and deletes only what it has written down. Those that a
  /// spec names and that nobody is in go.
  ///
  /// @param spec file with the container's spec; one that cannot be read names none
  /// @throws IOException when one stays, as it does while somebody is in it
  void remove(Path spec) throws IOException {
    Optional<Path> path = path(spec);
    if (path.isPresent()) {
      for (Path hierarchy : hierarchies) {
        remove(hierarchy, path.get());
      }
    }
  }

  /// Below each hierarchy. What is not absolute is systemd's, or relative to what the shim was in.
  private static Optional<Path> path(Path spec) {
    try {
      JsonObject object = JsonParser.parseString(Files.readString(spec)).getAsJsonObject();
      JsonElement path = object.getAsJsonObject("linux").get("cgroupsPath");
      return Optional.of(Path.of(path.getAsString()))
          .filter(Path::isAbsolute)
          .map(Path::normalize)
          .filter(group -> group.getNameCount() > 0)
          .map(group -> group.getRoot().relativize(group));
    } catch (IOException
        | JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | ClassCastException
        | NullPointerException e) { // What Gson throws for what is not there, or another type.
      return Optional.empty();
    }
  }

  private static void remove(Path hierarchy, Path path) throws IOException {
    Path group = hierarchy.resolve(path);
    for (int attempt = 1; Files.isDirectory(group); attempt++) {
      try {
        Files.delete(group);
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException e) {
        if (attempt == BUSY_TRIES) {
          throw e;
        }
        LockSupport.parkNanos(BUSY_PAUSE);
      }
    }
  }
}
