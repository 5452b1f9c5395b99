package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Footprint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers come and go, and the daemon and the machine are as they were.
class LeakLoopTest {
  /// After so many, caches and pools have the size that they keep.
  private static final int WARM_UP = 10;

  private static final int CLIENTS = 2;

  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void fiftyContainersLeaveNothing() throws Exception {
    run(50);
  }

  @Test
  @Tag("torture")
  @Timeout(7200)
  void aThousandContainersLeaveNothing() throws Exception {
    run(1000);
  }

  private void run(int count) throws Exception {
    Clients clients = Clients.prepared();
    try (Daemon daemon = Daemon.gantry(folder, clients);
        Containers containers = Containers.prepare(daemon, clients, "leaks")) {
      comeAndGo(containers, "warm", WARM_UP);
      Footprint before = Footprint.of(daemon);
      List<String> ids = comeAndGo(containers, "leak", count);
      containers.awaitNothingLeft(ids);
      Footprint after = Footprint.of(daemon);

      System.out.println(count + " containers: " + before + " " + after);
      assertEquals(List.of(), ProcessHandle.of(daemon.pid()).orElseThrow().children().toList());
      assertTrue(after.heap() <= before.heap() + 2 * 1024, () -> before + " became " + after);
      assertTrue(after.threads() <= before.threads() + 5, () -> before + " became " + after);
      assertTrue(
          after.descriptors() <= before.descriptors() + 5, () -> before + " became " + after);
    }
  }

  /// Has clients run containers to their end.
  ///
  /// @return their names
  private static List<String> comeAndGo(Containers containers, String name, int count)
      throws InterruptedException {
    Queue<String> ids = new ConcurrentLinkedQueue<>();
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                      ids.add(name + "-" + i);
                      var result = containers.run(name + "-" + i, "exit 3", "--rm").attempt();
                      if (result.status() != 3) {
                        faults.add(result.toString());
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(faults));
    return List.copyOf(ids);
  }
}
