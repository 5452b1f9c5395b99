package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.get;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
  @TempDir private Path directory;

  @Test
  void secondOpenInTheSameProcessIsRefused() throws IOException {
    Path link = directory.resolve("link");
    try (DurableStore store = Stores.open(directory.resolve("store"))) {
      Files.createSymbolicLink(link, directory.resolve("store"));

      GantryException refused = assertFault(Fault.FAILED_PRECONDITION, () -> Stores.open(link));

      assertTrue(String.valueOf(refused.getMessage()).contains("this process"));
      put(store, "a", "1");
    }
    try (DurableStore store = Stores.open(link)) {
      assertEquals("1", get(store.snapshot(), "a"));
    }
  }

  @Test
  void openIsRefusedWhileAnotherProcessHasTheStore() throws IOException, InterruptedException {
    Process counting = Child.start(directory, 1, 1, true);
    try (BufferedReader output = Child.output(counting)) {
      assertEquals("open", output.readLine());

      GantryException refused =
          assertFault(Fault.FAILED_PRECONDITION, () -> Stores.open(directory));

      assertTrue(String.valueOf(refused.getMessage()).contains("another process"));
    } finally {
      counting.destroyForcibly().waitFor();
    }
    Stores.open(directory).close();
  }

  @Test
  void refusedSecondOpenKeepsTheLockAgainstOtherProcesses()
      throws IOException, InterruptedException {
    try (DurableStore store = Stores.open(directory)) {
      assertFault(Fault.FAILED_PRECONDITION, () -> Stores.open(directory));

      Process child = Child.start(directory, 1, 1, true);
      try (BufferedReader output = Child.output(child)) {
        assertEquals(null, output.readLine());
      } finally {
        child.destroyForcibly().waitFor();
      }
      put(store, "a", "1");
    }
  }
}
