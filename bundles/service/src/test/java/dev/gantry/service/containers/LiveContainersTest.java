package dev.gantry.service.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.FakeExchange;
import dev.gantry.service.Recorder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LiveContainersTest {
  private static final Call CALL = Call.DAEMON.in("test");
  private static final RuntimeInfo RUNTIME = new RuntimeInfo("io.containerd.runc.v2", null);
  private static final Container STORED = container("c");

  private final Recorder store = new Recorder(Map.of(Container.class, STORED));
  private final FakeExchange exchange = new FakeExchange();
  private final Counted<MetadataDatabase> metadata = new Counted<>(new Database());
  private final Counted<Exchange> exchanges = new Counted<>(exchange);
  private final LiveContainers containers = new LiveContainers(metadata, exchanges);

  private static Container container(String id) {
    return new Container(
        id,
        Map.of("k", "v"),
        "image",
        RUNTIME,
        null,
        "native",
        "key",
        Map.of(),
        "",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void everyCallReachesTheDatabase() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            CALL,
            String.class,
            "c",
            List.class,
            List.of("labels.a"),
            Filter.class,
            Filter.ALL,
            Consumer.class,
            (Consumer<Object>) container -> {},
            Container.class,
            container("given"));

    Recorder.handsOnEverything(ContainerStore.class, containers, store, arguments);

    assertEquals(0, metadata.uses.get());
  }

  @Test
  void everyChangeIsToldAsStored() {
    containers.create(CALL, container("given"));
    containers.update(CALL, container("given"), List.of());
    containers.delete(CALL, "c");

    assertEquals(
        List.of(
            new Event.ContainerCreate("c", "image", RUNTIME),
            new Event.ContainerUpdate("c", "image", Map.of("k", "v"), "key"),
            new Event.ContainerDelete("c")),
        exchange.events);
    assertEquals(
        List.of("test /containers/create", "test /containers/update", "test /containers/delete"),
        exchange.told);
  }

  @Test
  void failedChangeIsNotTold() {
    metadata.takeAway();

    assertThrows(GantryException.class, () -> containers.create(CALL, STORED));

    assertEquals(List.of(), exchange.told);
  }

  @Test
  void changeIsMadeEvenWhenItCannotBeTold() {
    exchanges.takeAway();

    Container created = containers.create(CALL, STORED);

    assertEquals(STORED, created);
  }

  @Test
  void updateNeedsAnId() {
    GantryException e =
        assertThrows(
            GantryException.class, () -> containers.update(CALL, container(""), List.of()));

    assertEquals(Fault.INVALID_ARGUMENT, e.fault());
    assertEquals("Container.ID required: invalid argument", e.getMessage());
  }

  private final class Database extends FakeDatabase {
    @Override
    public ContainerStore containers() {
      return store.as(ContainerStore.class);
    }
  }
}
