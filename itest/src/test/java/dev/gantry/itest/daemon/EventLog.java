package dev.gantry.itest.daemon;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What `ctr events` tells of one namespace, from its start on.
public final class EventLog implements AutoCloseable {
  /// @param event its fields, as containerd's client names them
  public record Line(String namespace, String topic, JsonObject event) {
    private static final int WORDS = 7;

    private static Line of(String text) {
      String[] words = text.split(" ", WORDS);
      return new Line(words[4], words[5], JsonParser.parseString(words[6]).getAsJsonObject());
    }

    /// Whose it is: a container's, or its snapshot's.
    public String id() {
      for (String name : List.of("container_id", "id", "key")) {
        if (event.has(name)) {
          return event.get(name).getAsString();
        }
      }
      return "";
    }
  }

  private final Containers containers;
  private final Talk talk;

  private EventLog(Containers containers, Talk talk) {
    this.containers = containers;
    this.talk = talk;
  }

  /// Starts listening, and waits until something was heard.
  public static EventLog start(Containers containers, Path folder) throws IOException {
    EventLog log = new EventLog(containers, Talk.start(containers.ctr("events").words(), folder));
    Talk.await(
        "events",
        () -> {
          containers
              .ctr("namespaces", "label", containers.namespace(), "heard=" + System.nanoTime())
              .run();
          return log.talk.said().contains("/namespaces/update");
        });
    return log;
  }

  /// What was heard up to now.
  public List<Line> lines() {
    String said = talk.said();
    return said.substring(0, said.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.contains(" " + containers.namespace() + " /"))
        .map(Line::of)
        .toList();
  }

  /// Waits until a topic was heard of a container, or of a process in it.
  public void await(String topic, String field, String value) {
    Talk.await(
        topic + " of " + value,
        () ->
            lines().stream()
                .filter(line -> line.topic().equals(topic) && line.event().has(field))
                .anyMatch(line -> line.event().get(field).getAsString().equals(value)));
  }

  @Override
  public void close() {
    talk.close();
  }
}
