package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path temp;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void itGetsItsWordsItsEnvironmentItsDirectoryAndAnEmptyInput() throws IOException {
    try (Child child = shell("echo $0 $1; env | grep -v ^_= | sort; pwd -P; cat; exit 7", "ä b")) {
      awaitEnd(child);

      assertEquals(7, child.status());
      String home = temp.toRealPath().toString();
      assertEquals("sh ä b\nA=1\nB=ü\nPWD=" + home + "\n" + home + "\n", text());
    }
  }

  @Test
  void errorsGoWhereTheOutputGoes() {
    try (Child child = shell("echo out; echo err >&2")) {
      awaitEnd(child);

      assertEquals("out\nerr\n", text());
    }
  }

  @Test
  void noFileOfThisProcessIsOpenInIt() throws IOException {
    try (var open = new RandomAccessFile(temp.resolve("open").toFile(), "rw");
        Child child = shell("exec ls -l /proc/self/fd")) {
      open.write(1);
      awaitEnd(child);

      // The fourth is what ls reads the list of.
      assertEquals(4, text().lines().filter(line -> line.contains("->")).count(), text());
      assertFalse(text().contains("/open"), text());
    }
  }

  @Test
  void itHasAProcessGroupOfItsOwn() {
    try (Child child = shell("read -r line < /proc/self/stat; echo $line")) {
      awaitEnd(child);

      String[] stat = text().split(" ");
      assertEquals(stat[0], stat[4]);
    }
  }

  @Test
  void muchOutputIsTakenWhole() {
    try (Child child = shell("head -c 3000000 /dev/zero")) {
      awaitEnd(child);

      assertEquals(3_000_000, printed.size());
    }
  }

  @Test
  void whatItsOwnChildGoesOnToPrintIsNotWaitedFor() {
    try (Child child = shell("exec 3>&1; (exec yes >&3) & echo $!")) {
      awaitEnd(child);

      long writer = Long.parseLong(text().lines().findFirst().orElseThrow());
      Processes.kill(writer, 9);
      assertEquals(0, child.status());
    }
  }

  @Test
  void closingKillsWhatRuns() {
    long pid;
    try (Child child = shell("echo $$; exec sleep 1000")) {
      while (printed.size() == 0) {
        assertFalse(child.await(Duration.ofMillis(10), printed::writeBytes));
      }
      pid = Long.parseLong(text().strip());
      assertThrows(IllegalStateException.class, child::status);
    }

    assertTrue(ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void aSignalThatEndsItIsItsStatus() {
    try (Child child = shell("kill -TERM $$")) {
      awaitEnd(child);

      assertEquals(128 + 15, child.status());
    }
  }

  @Test
  void aVirtualThreadCanRunOne() throws InterruptedException {
    Thread.ofVirtual().start(this::errorsGoWhereTheOutputGoes).join();

    assertEquals("out\nerr\n", text());
  }

  @Test
  void whatIsNotThereIsNamed() {
    var nothing = command(List.of("/no/such/program"), temp);

    ErrnoException e = assertThrows(ErrnoException.class, () -> Child.start(nothing));

    assertEquals(
        "posix_spawn \"/no/such/program\": no such file or directory (ENOENT)", e.getMessage());
    var nowhere = command(List.of("/bin/true"), temp.resolve("nowhere"));
    assertTrue(assertThrows(ErrnoException.class, () -> Child.start(nowhere)).is(Errno.ENOENT));
  }

  @Test
  void failuresLeaveNoDescriptorOpen() throws IOException {
    var nothing = command(List.of("/no/such/program"), temp);
    assertThrows(ErrnoException.class, () -> Child.start(nothing));
    long before = descriptors();

    for (int i = 0; i < 50; i++) {
      assertThrows(ErrnoException.class, () -> Child.start(nothing));
    }

    assertTrue(descriptors() < before + 25, () -> "more than " + before);
  }

  @Test
  void programsReadTheirInputToItsEnd() {
    byte[] input = "abc".repeat(4096 / 3).getBytes(StandardCharsets.UTF_8);

    Child.Command cat = command(List.of("/bin/cat"), temp);

    try (Child child = Child.start(cat, input)) {
      awaitEnd(child);
    }

    assertArrayEquals(input, printed.toByteArray());
    byte[] more = new byte[Child.MOST_INPUT + 1];
    assertThrows(IllegalArgumentException.class, () -> Child.start(cat, more));
  }

  private static long descriptors() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  private Child shell(String script, String... more) {
    List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    words.addAll(List.of(more));
    return Child.start(command(words, temp));
  }

  private static Child.Command command(List<String> words, Path directory) {
    return new Child.Command(words, Map.of("A", "1", "B", "ü"), directory, true);
  }

  private void awaitEnd(Child child) {
    assertTrue(child.await(LONG, printed::writeBytes));
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
