package dev.gantry.contracts.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.types.TypedValue;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an exchange must do besides that tells what the daemon itself does: turn each event into
/// the message that clients know.
public abstract class LocalExchangeSuite extends ExchangeSuite {
  private static final Map<String, String> LABELS = Map.of("k", "v");
  private static final String PACKAGE = "containerd.events.";
  private static final String IMAGES = "containerd.services.images.v1.";
  private static final TypedValue OPTIONS = new TypedValue("o", new byte[] {1, 2});

  static Stream<Arguments> events() {
    Fields labelled = Fields.none().text(1, "n").map(2, LABELS);
    Fields named = Fields.none().text(1, "n");
    return Stream.of(
        Arguments.of(new Event.NamespaceCreate("n", LABELS), PACKAGE, labelled),
        Arguments.of(new Event.NamespaceUpdate("n", LABELS), PACKAGE, labelled),
        Arguments.of(new Event.NamespaceDelete("n"), PACKAGE, named),
        Arguments.of(new Event.ImageCreate("n", LABELS), IMAGES, labelled),
        Arguments.of(new Event.ImageUpdate("n", LABELS), IMAGES, labelled),
        Arguments.of(new Event.ImageDelete("n"), IMAGES, named),
        Arguments.of(
            new Event.ContainerCreate("n", "i", new RuntimeInfo("r", OPTIONS)),
            PACKAGE,
            Fields.none()
                .text(1, "n")
                .text(2, "i")
                .message(
                    3,
                    Fields.none()
                        .text(1, "r")
                        .message(2, Fields.none().text(1, "o").text(2, "\1\2")))),
        Arguments.of(
            new Event.ContainerUpdate("n", "i", LABELS, "s"),
            PACKAGE,
            Fields.none().text(1, "n").text(2, "i").map(3, LABELS).text(4, "s")),
        Arguments.of(new Event.ContainerDelete("n"), PACKAGE, named),
        Arguments.of(
            new Event.ContentCreate("d", 300), PACKAGE, Fields.none().text(1, "d").integer(2, 300)),
        Arguments.of(new Event.ContentDelete("d"), PACKAGE, Fields.none().text(1, "d")),
        Arguments.of(
            new Event.SnapshotPrepare("k", "p", "s"),
            PACKAGE,
            Fields.none().text(1, "k").text(2, "p").text(5, "s")),
        Arguments.of(
            new Event.SnapshotCommit("k", "n", "s"),
            PACKAGE,
            Fields.none().text(1, "k").text(2, "n").text(5, "s")),
        Arguments.of(
            new Event.SnapshotRemove("k", "s"), PACKAGE, Fields.none().text(1, "k").text(5, "s")));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventOfTheDaemonIsTheMessageThatClientsKnow(Event event, String prefix, Fields fields) {
    try (Listening listening = Listening.to(exchange(), own())) {
      exchange().publish(namespace(), event);

      Envelope envelope = listening.next();

      assertEquals(event.topic(), envelope.topic());
      assertEquals(namespace(), envelope.namespace());
      assertEquals(fields.as(prefix + event.getClass().getSimpleName()), envelope.event());
    }
  }
}
