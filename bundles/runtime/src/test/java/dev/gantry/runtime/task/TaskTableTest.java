package dev.gantry.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.TaskRuntime;
import dev.gantry.runtime.shim.ShimFiles;
import dev.gantry.runtime.shim.ShimLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskTableTest {
  private final TaskTable table = new TaskTable();
  private final List<String> told = new ArrayList<>();
  private final TaskRuntime.Listener listener =
      new TaskRuntime.Listener() {
        @Override
        public void came(String namespace, String id, int pid) {
          told.add("came " + namespace + " " + id + " " + pid);
        }

        @Override
        public void went(String namespace, String id) {
          told.add("went " + namespace + " " + id);
          // A new one of that name comes only after this.
          assertThrows(GantryException.class, () -> table.add(task()));
        }
      };

  private static Task task() {
    return task("id");
  }

  private static Task task(String id) {
    ShimLayout layout = new ShimLayout(Path.of("/nowhere/state"), Path.of("/nowhere/root"));
    return new Task(
        new TaskKey("ns", id),
        new ShimFiles(layout.bundle("ns", id)),
        Optional.of(Path.of("/shim")),
        false);
  }

  @Test
  void listenersAreToldUntilTheyEndIt() {
    Task task = task();
    table.add(task);
    TaskRuntime.Watch watch = table.watch(listener);

    table.announce(task, 5);
    table.remove(task);
    watch.close();
    table.add(task);
    table.announce(task, 6);

    assertEquals(List.of("came ns id 5", "went ns id"), told);
  }

  @Test
  void anotherOfThatNameDoesNotGoWithIt() {
    Task task = task();
    table.add(task);
    table.remove(task);
    table.add(task());
    table.watch(listener);

    table.remove(task);

    assertEquals(List.of(), told);
  }

  @Test
  void aTaskThatIsMadeMayHaveTheSameShim() {
    Task task = task();
    Task made = task("made");
    table.add(task);
    table.add(made);

    assertTrue(table.shares(task, "unix:///one"));
    made.reaches("unix:///other");
    assertFalse(table.shares(task, "unix:///one"));
    made.reaches("unix:///one");
    assertTrue(table.shares(task, "unix:///one"));
  }

  @Test
  void aTaskThatEndsMeanwhileDoesNotStay() {
    Task task = task();
    table.add(task);

    task.beginEnd();
    table.announce(task, 5, listener);

    assertEquals(List.of("came ns id 5", "went ns id"), told);
  }
}
