package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is told of containers that many clients run at once: the same events in the same order,
/// with the same fields, as containerd tells.
@Timeout(300)
class EventOrderTest {
  private static final int CLIENTS = 4;
  private static final List<String> ORDER =
      List.of(
          "/snapshot/prepare",
          "/containers/create",
          "/tasks/create",
          "/tasks/start",
          "/tasks/exec-added",
          "/tasks/exec-started",
          "/tasks/exit",
          "/tasks/exit",
          "/tasks/delete",
          "/snapshot/remove",
          "/containers/delete");

  @TempDir private Path folder;

  @Test
  void theOrderIsContainerdsForEveryContainer() throws Exception {
    Clients clients = Clients.prepared();
    Set<List<String>> gantrys;
    Set<List<String>> containerds;
    try (Daemon daemon = Daemon.gantry(directory("gantry"), clients)) {
      gantrys = told(daemon, clients, 5);
    }
    try (Daemon daemon = Daemon.containerd(directory("containerd"), clients)) {
      containerds = told(daemon, clients, 1);
    }

    assertEquals(1, gantrys.size(), gantrys::toString);
    assertEquals(containerds, gantrys);
    assertEquals(ORDER, topics(gantrys.iterator().next()));
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private static List<String> topics(List<String> events) {
    return events.stream().map(event -> event.substring(0, event.indexOf(' '))).toList();
  }

  /// What is told of each container, without what differs between equal ones.
  private Set<List<String>> told(Daemon daemon, Clients clients, int each) throws Exception {
    try (Containers containers = Containers.prepare(daemon, clients, "events");
        EventLog log = EventLog.start(containers, folder)) {
      Set<String> ids = live(containers, each);
      for (String id : ids) {
        log.await("/containers/delete", "id", id);
      }
      Map<String, List<String>> told = new TreeMap<>();
      for (EventLog.Line line : log.lines()) {
        if (ids.contains(line.id())) {
          told.computeIfAbsent(line.id(), _ -> new ArrayList<>()).add(shape(line));
        }
      }
      assertEquals(ids, told.keySet());
      return Set.copyOf(told.values());
    }
  }

  /// Has clients start, enter, end and delete containers.
  private static Set<String> live(Containers containers, int each) throws InterruptedException {
    Set<String> ids = new TreeSet<>();
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      List<String> own = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        own.add("told-" + client + "-" + i);
      }
      ids.addAll(own);
      threads.add(Thread.ofPlatform().start(() -> live(containers, own, faults)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), List.copyOf(faults));
    return ids;
  }

  private static void live(Containers containers, List<String> ids, Queue<String> faults) {
    try {
      ids.forEach(id -> new Life(containers, id, false, () -> true).run());
    } catch (AssertionError e) {
      faults.add(e.getMessage());
    }
  }

  /// A topic with the names of all fields, and the values of those that say what happened.
  private static String shape(EventLog.Line line) {
    JsonObject event = line.event();
    StringBuilder shape = new StringBuilder(line.topic()).append(' ').append(names(event));
    for (String field : List.of("exec_id", "exit_status", "image")) {
      if (event.has(field)) {
        shape.append(' ').append(field).append('=').append(event.get(field).getAsString());
      }
    }
    if (event.has("container_id") && event.has("id")) {
      shape.append(event.get("id").equals(event.get("container_id")) ? " first" : " other");
    }
    return shape.toString();
  }

  private static String names(JsonElement value) {
    if (value.isJsonObject()) {
      Map<String, String> fields = new TreeMap<>();
      value.getAsJsonObject().asMap().forEach((name, field) -> fields.put(name, names(field)));
      return fields.toString();
    }
    return value.isJsonArray()
        ? value.getAsJsonArray().asList().stream().map(EventOrderTest::names).toList().toString()
        : "";
  }
}
