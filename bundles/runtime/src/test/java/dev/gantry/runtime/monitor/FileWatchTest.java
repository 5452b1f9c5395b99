package dev.gantry.runtime.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Directories stand for control groups: the machine of the tests has none of version 2 that count
/// memory.
@Timeout(120)
class FileWatchTest {
  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private FileWatch watch;

  @BeforeEach
  void open() throws IOException {
    watch = FileWatch.open();
  }

  @AfterEach
  void close() {
    watch.close();
  }

  private Path group(String name, int kills) throws IOException {
    Path group = Files.createDirectories(folder.resolve(name));
    write(group, kills);
    return group;
  }

  /// In place, as the kernel changes it.
  private static void write(Path group, int kills) throws IOException {
    Files.writeString(
        group.resolve("memory.events"),
        "low 0\nhigh 7\nmax %d\noom 9\noom_kill %d\noom_group_kill 0\n".formatted(kills, kills));
  }

  private @Nullable String next() throws InterruptedException {
    return told.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void aGrownCountIsAKill() throws Exception {
    Path group = group("a", 3);
    watch.watch(group, () -> told.add("a"));
    Path other = group("b", 0);
    watch.watch(other, () -> told.add("b"));

    write(other, 0);
    write(group, 4);
    String first = next();
    write(other, 1);
    String second = next();

    assertEquals("a", first);
    assertEquals("b", second);
    assertNull(told.poll());
  }

  @Test
  void whatIsClosedIsNotWatched() throws Exception {
    Path group = group("a", 0);
    Path other = group("b", 0);
    KillWatch.Watched watched = watch.watch(group, () -> told.add("a"));
    watch.watch(other, () -> told.add("b"));

    watched.close();
    watched.close();
    write(group, 1);
    write(other, 1);

    assertEquals("b", next());
    assertNull(told.poll());
  }

  @Test
  void aGroupThatGoesEndsItsWatchOnly() throws Exception {
    Path group = group("a", 0);
    Path other = group("b", 0);
    watch.watch(group, () -> told.add("a"));
    watch.watch(other, () -> told.add("b"));

    Files.delete(group.resolve("memory.events"));
    Files.delete(group);
    write(other, 1);

    assertEquals("b", next());
    assertThrows(NoSuchFileException.class, () -> watch.watch(group, () -> told.add("a")));
  }
}
