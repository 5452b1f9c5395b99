package dev.gantry.contracts.events;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.TypedValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which events a subscription shows.
interface EventFilterRules extends ExchangeSubject {
  private static TypedValue task(String container, int pid) {
    return Fields.none().text(1, container).integer(2, pid).as("containerd.events.TaskStart");
  }

  private static TypedValue image(String name, Map<String, String> labels) {
    return Fields.none()
        .text(1, name)
        .map(2, labels)
        .as("containerd.services.images.v1.ImageCreate");
  }

  private static TypedValue container(String id, String runtime) {
    return Fields.none()
        .text(1, id)
        .message(3, Fields.none().text(1, runtime))
        .as("containerd.events.ContainerCreate");
  }

  /// What a subscription hears of one event of each kind, as the last parts of their topics.
  private List<String> heard(String... filters) {
    List<String> topics = new ArrayList<>();
    try (Listening listening = Listening.to(exchange(), filters)) {
      exchange().publish(namespace(), "/tasks/a", task("a", 7));
      exchange().publish(namespace(), "/tasks/b", task("b", 8));
      exchange().publish(namespace(), "/images/i", image("i", Map.of("x/y.z", "1")));
      exchange().publish(namespace(), "/containers/c", container("c", "runc"));
      exchange().publish(namespace(), "/odd/o", new TypedValue("no.such.Type", new byte[] {1}));
      exchange().publish(namespace(), "/none/n", null);
      exchange().publish(namespace(), "/the/end", null);
      String topic = listening.next().topic();
      while (!topic.equals("/the/end")) {
        topics.add(topic.substring(topic.lastIndexOf('/') + 1));
        topic = listening.next().topic();
      }
    }
    return topics;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic==\"/tasks/a\" | a",
        "topic~=^/tasks | a b",
        "topic~=/tasks\\/[ab]/ | a b",
        "topic!=\"/tasks/a\",topic~=^/ta | b",
        "event.container_id==a | a",
        "event.container_id | a b",
        "event.id==c | c",
        "event.runtime.name==runc | c",
        "event.name==i | i",
        "event.labels.\"x/y.z\"==1 | i",
        "event.pid==7 | ''",
        "event.pid | ''",
        "event.none | ''",
        "event.container_id!=a,topic~=^/[tn][ao] | b n"
      })
  default void whatMatchesIsHeard(String filter, String expected) {
    List<String> heard = heard(own() + "," + filter, own() + ",topic==\"/the/end\"");

    assertEquals(expected, String.join(" ", heard));
  }

  @Test
  default void oneOfSeveralFiltersIsEnough() {
    assertEquals(
        List.of("a", "c"),
        heard(
            own() + ",topic==\"/tasks/a\"",
            own() + ",event.id==c",
            own() + ",topic==\"/the/end\""));
  }

  @Test
  default void anotherNamespaceIsNotHeard() {
    try (Listening listening = Listening.to(exchange(), own())) {
      exchange().publish("other", "/x", ExchangeSuite.EVENT);
      tell("/own");

      assertEquals("/own", listening.next().topic());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"topic==/x", "topic==", "==x", "topic=x", "a b", "topic~=/open", "topic==\"open"})
  default void aFilterMustParse(String filter) {
    assertFault(
        Fault.UNKNOWN,
        "subscription error: failed parsing subscription filters",
        () -> exchange().subscribe(List.of(filter)));
  }
}
