package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the daemon at random moments while clients create, enter, end and delete containers: none
/// dies of it, none's status is lost, and nothing of them stays.
class KillLoopTest {
  @TempDir private Path folder;

  @Test
  @Timeout(600)
  void nothingIsLostOrLeftInTwentyKills() throws Exception {
    new Rounds(folder).run(20);
  }

  @Test
  @Tag("torture")
  @Timeout(7200)
  void nothingIsLostOrLeftInTwoHundredKills() throws Exception {
    new Rounds(folder).run(200);
  }

  private static final class Rounds {
    private static final int CLIENTS = 3;
    private static final int LONGEST_MILLIS = 1000;

    private final Random random = new Random();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<String> ids = new ConcurrentLinkedQueue<>();
    private final Daemon daemon;
    private final Containers containers;
    private volatile boolean stopped;
    private volatile boolean served = true;

    Rounds(Path folder) throws IOException {
      Clients clients = Clients.prepared();
      daemon = Daemon.gantry(folder, clients);
      containers = Containers.prepare(daemon, clients, "kills");
    }

    void run(int count) throws InterruptedException {
      try (daemon;
          containers) {
        long begin = System.nanoTime();
        containers.start("steady");
        String steady = containers.line("steady");
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          int client = i;
          clients.add(Thread.ofPlatform().start(() -> live(client)));
        }
        for (int round = 0; round < count && faults.isEmpty(); round++) {
          TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_MILLIS));
          served = false;
          daemon.kill();
          daemon.restart();
          served = true;
          Talk.await("the one that stays", () -> containers.line("steady").equals(steady));
        }
        stopped = true;
        for (Thread client : clients) {
          client.join();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertEquals(List.of(), List.copyOf(faults), daemon::readLog);
        end();
        System.out.println(count + " kills, " + ids.size() + " containers, " + seconds + " s");
      }
    }

    private void live(int client) {
      for (int i = 0; !stopped; i++) {
        String id = "life-" + client + "-" + i;
        ids.add(id);
        try {
          new Life(containers, id, random.nextBoolean(), () -> served).run();
        } catch (AssertionError e) {
          faults.add(id + ": " + e.getMessage());
          return;
        }
      }
    }

    private void end() {
      ids.add("steady");
      new Life(containers, "steady", false, () -> true).end(true);
      containers.awaitNothingLeft(ids);
    }
  }
}
