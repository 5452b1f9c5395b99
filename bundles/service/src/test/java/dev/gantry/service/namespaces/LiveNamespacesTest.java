package dev.gantry.service.namespaces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.FakeExchange;
import dev.gantry.service.Recorder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveNamespacesTest {
  private static final Call CALL = Call.DAEMON.in("caller");
  private static final Map<String, String> LABELS = Map.of("k", "v");

  private final Recorder store =
      new Recorder(Map.of(Map.class, LABELS, List.class, List.of("namespaces")));
  private final FakeExchange exchange = new FakeExchange();
  private final Counted<MetadataDatabase> metadata = new Counted<>(new Database());
  private final Counted<Exchange> exchanges = new Counted<>(exchange);
  private final LiveNamespaces namespaces = new LiveNamespaces(metadata, exchanges);

  @Test
  void everyCallReachesTheDatabase() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            CALL,
            String.class,
            "n",
            Map.class,
            LABELS,
            List.class,
            List.of("labels.k"));

    Recorder.handsOnEverything(NamespaceStore.class, namespaces, store, arguments);

    assertEquals(0, metadata.uses.get());
  }

  @Test
  void everyChangeIsToldInTheNamespaceItself() {
    namespaces.create(CALL, "n", LABELS);
    namespaces.update(CALL, "n", LABELS, List.of("labels.k"));
    namespaces.delete(CALL, "n");

    assertEquals(
        List.of(
            new Event.NamespaceCreate("n", LABELS),
            new Event.NamespaceUpdate("n", LABELS),
            new Event.NamespaceDelete("n")),
        exchange.events);
    assertEquals(
        List.of("n /namespaces/create", "n /namespaces/update", "n /namespaces/delete"),
        exchange.told);
  }

  @Test
  void failedChangeIsNotTold() {
    metadata.takeAway();

    assertThrows(GantryException.class, () -> namespaces.create(CALL, "n", LABELS));

    assertEquals(List.of(), exchange.told);
  }

  @Test
  void changeIsMadeEvenWhenItCannotBeTold() {
    exchanges.takeAway();

    namespaces.delete(CALL, "n");

    assertEquals(1, store.calls.size());
  }

  private final class Database extends FakeDatabase {
    @Override
    public NamespaceStore namespaces() {
      return store.as(NamespaceStore.class);
    }
  }
}
