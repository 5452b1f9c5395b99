package dev.gantry.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Event;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventsTest {
  @TempDir Path directory;
  private House house;

  @BeforeEach
  void open() {
    house = new House(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void eventsOfManyWritersAreToldInCommitOrder() {
    house.image("i", House.digest("x"), Map.of());
    Threads.run(8, this::update);

    // Each update adds a label to what the one before left, so the order shows.
    List<Event> events = house.events.events();
    assertEquals(1 + 8 * 25, events.size());
    for (int i = 1; i < events.size(); i++) {
      assertEquals(i, ((Event.ImageUpdate) events.get(i)).labels().size());
    }
  }

  private void update(int client) {
    for (int i = 0; i < 25; i++) {
      String label = client + "-" + i;
      house
          .db()
          .images()
          .update(
              House.CALL,
              House.draft("i", House.digest("x"), Map.of(label, "v")),
              List.of("labels." + label));
    }
  }

  @Test
  void eventThatCannotBeToldFailsNobody() {
    house.exchange.setGone(true);
    house.image("lost", House.digest("x"), Map.of());
    house.exchange.setGone(false);
    house.image("told", House.digest("x"), Map.of());

    assertEquals(List.of(new Event.ImageCreate("told", Map.of())), house.events.events());
    assertEquals("lost", house.db().images().get(House.CALL, "lost").name());
  }

  @Test
  void failedCallTellsNothing() {
    house.image("i", House.digest("x"), Map.of());
    house.events.forget();

    Faults.assertFault(Fault.ALREADY_EXISTS, () -> house.image("i", House.digest("x"), Map.of()));

    assertTrue(house.events.told().isEmpty());
  }

  @Test
  void watcherHearsOfEveryWriteButNotOfCollections() {
    List<Boolean> heard = new ArrayList<>();
    try (var _ = house.db().watch(heard::add)) {
      house.put("a");
      int afterPut = heard.size();
      house.collect();
      int afterCollection = heard.size();
      house.image("i", House.digest("x"), Map.of());
      house.db().images().delete(House.CALL, "i", null, false);

      assertEquals(2, afterPut);
      assertEquals(afterPut, afterCollection);
      assertEquals(List.of(false, false, false, true), heard);
    }
    house.image("unheard", House.digest("x"), Map.of());
    assertEquals(4, heard.size());
  }

  @Test
  void closedDatabaseIsUnavailableAndHasLostNothing() {
    house.put("a");
    var db = house.db();
    house.reopen();

    Faults.assertFault(
        Fault.UNAVAILABLE,
        "metadata is closed: unavailable",
        () -> db.leases().create(House.CALL, "l", Map.of()));
    Faults.assertFault(Fault.UNAVAILABLE, () -> db.collect(House.CALL));
    Faults.assertFault(Fault.UNAVAILABLE, () -> db.content().info(House.CALL, House.digest("a")));
    assertEquals("a", house.read(House.CALL, House.digest("a")));
  }
}
