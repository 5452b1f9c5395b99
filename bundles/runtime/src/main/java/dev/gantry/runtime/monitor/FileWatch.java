package dev.gantry.runtime.monitor;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Watches groups of version 2. The kernel says of `memory.events` that it changed, which has how
/// many processes were killed in the group and below.
final class FileWatch implements KillWatch {
  private static final System.Logger LOG = System.getLogger(FileWatch.class.getName());
  private static final String EVENTS = "memory.events";
  private static final String KILLS = "oom_kill ";
  private static final int LONGEST = 4 << 10;

  private final Map<WatchKey, Group> groups = new ConcurrentHashMap<>();
  private final WatchService service;

  private FileWatch(WatchService service) {
    this.service = service;
  }

  /// @throws IOException when the kernel has no more inotify instances for this user
  static FileWatch open() throws IOException {
    FileWatch watch = new FileWatch(FileSystems.getDefault().newWatchService());
    Thread.ofVirtual().name("memory-events").start(watch::run);
    return watch;
  }

  @Override
  public Watched watch(Path directory, Runnable killed) throws IOException {
    // Open for as long as it is watched: the kernel tells of files only that somebody uses.
    FileChannel file = FileChannel.open(directory.resolve(EVENTS), StandardOpenOption.READ);
    boolean whole = false;
    try {
      WatchKey key = directory.register(service, StandardWatchEventKinds.ENTRY_MODIFY);
      Group group = new Group(file, killed);
      groups.put(key, group);
      group.look(false);
      whole = true;
      return () -> forget(key);
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        // What changed does not matter, nor whether it is known.
        key.pollEvents();
        Group group = groups.get(key);
        // One that is not known yet is looked at by whoever begins to watch it.
        boolean there = group == null || group.look(true);
        if (!key.reset() || !there) {
          forget(key);
        }
      }
    } catch (ClosedWatchServiceException | InterruptedException e) {
      LOG.log(Level.DEBUG, "groups are not watched any more");
    }
  }

  private void forget(WatchKey key) {
    key.cancel();
    Group group = groups.remove(key);
    if (group != null) {
      group.close();
    }
  }

  /// One group and how many kills are known. Safe on any thread.
  private static final class Group {
    private final FileChannel file;
    private final Runnable killed;
    // Guarded by this.
    private long known;

    Group(FileChannel file, Runnable killed) {
      this.file = file;
      this.killed = killed;
    }

    /// @return false when the group is gone
    synchronized boolean look(boolean tell) {
      try {
        long kills = kills();
        if (kills > known && tell) {
          killed.run();
        }
        known = kills;
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    private long kills() throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
      file.read(bytes, 0);
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> line.startsWith(KILLS))
          .mapToLong(line -> Long.parseLong(line.substring(KILLS.length())))
          .findFirst()
          .orElse(0);
    }

    void close() {
      try {
        file.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "closing: {0}", e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the watch of groups cannot be closed: {0}", e.getMessage());
    }
    groups.keySet().forEach(this::forget);
  }
}
