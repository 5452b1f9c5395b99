package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The folder in which all data of a bench lies, of one run at a time. What a killed run left in
/// it, processes and mounts as well, is removed when the next one opens it.
public final class WorkFolder implements AutoCloseable {
  /// A socket's path may have 107 bytes, and containerd appends to it.
  private static final int LONGEST = 70;

  private static final long SECONDS = 300;
  private static final long KILL_SECONDS = 20;

  private final Path path;
  private final FileChannel lockFile;

  private WorkFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  public static WorkFolder open(Path given) throws IOException {
    Path path = Files.createDirectories(given).toRealPath();
    if (path.toString().length() > LONGEST) {
      throw new Failure("\"" + path + "\" is too long for a socket; choose another with --work");
    }
    FileChannel channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locks(channel)) {
      channel.close();
      throw new Failure("another bench runs in \"" + path + "\"");
    }
    WorkFolder folder = new WorkFolder(path, channel);
    folder.endLeftovers();
    folder.endContainers();
    folder.clean();
    return folder;
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  public Path path() {
    return path;
  }

  /// An empty folder.
  public Path fresh(String name) throws IOException {
    Path folder = path.resolve(name);
    remove(folder);
    return Files.createDirectory(folder);
  }

  /// Remembers a process for the case that this one is killed.
  void remember(Process process) throws IOException {
    Files.writeString(
        processes(),
        mark(process.toHandle()) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private Path processes() {
    return path.resolve("processes");
  }

  /// A pid alone may belong to somebody else by now.
  private static String mark(ProcessHandle process) {
    long start = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return process.pid() + " " + start;
  }

  private void endLeftovers() throws IOException {
    if (Files.exists(processes())) {
      for (String line : Files.readAllLines(processes())) {
        ProcessHandle.of(Long.parseLong(line.split(" ", -1)[0]))
            .filter(process -> mark(process).equals(line))
            .ifPresent(WorkFolder::kill);
      }
    }
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
  }

  /// Ends what runs in containers of the daemons in this folder; the daemons have ended.
  public void endContainers() throws IOException {
    new Shims(path).end();
  }

  /// Removes everything but the lock.
  public void clean() throws IOException {
    try (var entries = Files.list(path)) {
      for (Path entry : entries.toList()) {
        if (!entry.endsWith("lock")) {
          remove(entry);
        }
      }
    }
  }

  /// Removes a file or folder with the mounts below it.
  public void remove(Path entry) throws IOException {
    // Not the run's own processes: those are shut when the run is interrupted and cleans up.
    try (Processes helpers = new Processes()) {
      for (String mount : mountsBelow(entry)) {
        helpers.run(SECONDS, List.of("umount", "--lazy", mount));
      }
      // Names in image layers need not be text, so no Java code walks them.
      helpers.run(SECONDS, List.of("rm", "-rf", "--one-file-system", entry.toString()));
    }
  }

  /// The youngest first.
  private static List<String> mountsBelow(Path entry) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .map(line -> line.split(" ", -1)[4])
        .filter(mount -> mount.startsWith(entry + "/"))
        .toList()
        .reversed();
  }

  /// Everything that is in the page cache for this file system goes to the disk.
  public void sync(Processes processes) {
    processes.run(SECONDS, List.of("sync", "--file-system", path.toString()));
  }

  @Override
  public void close() throws IOException {
    endContainers();
    clean();
    lockFile.close();
  }
}
