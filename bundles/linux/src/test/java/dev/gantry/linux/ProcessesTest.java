package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  private static final int TERM = 15;
  private static final int KILL = 9;

  @TempDir Path temp;

  @Test
  void aHeldProcessIsSignalledAndItsEndIsSeen() throws IOException, InterruptedException {
    Process sleeper = new ProcessBuilder("sleep", "600").start();
    try (PidFd held = PidFd.open(sleeper.pid())) {
      assertFalse(held.awaitExit(Duration.ZERO));

      held.signal(TERM);

      assertTrue(held.awaitExit(Duration.ofSeconds(30)));
      assertEquals(128 + TERM, sleeper.waitFor());
      ErrnoException gone = assertThrows(ErrnoException.class, () -> held.signal(TERM));
      assertTrue(gone.is(Errno.ESRCH));
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void aSignalGoesToAPid() throws IOException, InterruptedException {
    Process sleeper = new ProcessBuilder("sleep", "600").start();

    Processes.kill(sleeper.pid(), KILL);

    assertEquals(128 + KILL, sleeper.waitFor());
  }

  @Test
  void identityIsThatOfTheProcess() throws IOException {
    Path made = Files.createFile(temp.resolve("file"));

    assertEquals(Inodes.stat(made).uid(), Processes.effectiveUser());
    assertEquals(Inodes.stat(made).gid(), Processes.effectiveGroup());
  }

  @Test
  void theUmaskIsTakenFromNewFiles() {
    Path fifo = temp.resolve("fifo");

    Inodes.makeFifo(fifo, 0777);

    assertEquals(0777 & ~Processes.umask(), Inodes.stat(fifo).mode());
    assertEquals(FileStat.Type.FIFO, Inodes.stat(fifo).type());
  }

  @Test
  void ownerAndModeAreSetByPath() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    Inodes.chown(file, 12, 34);
    Inodes.chmod(file, 02640);

    assertEquals(12, Inodes.stat(file).uid());
    assertEquals(34, Inodes.stat(file).gid());
    assertEquals(02640, Inodes.stat(file).mode());
  }
}
