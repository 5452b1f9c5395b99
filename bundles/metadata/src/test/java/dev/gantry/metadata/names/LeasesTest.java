package dev.gantry.metadata.names;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeasesTest {
  private static final String DIGEST = House.digest("a").toString();

  @TempDir Path directory;
  private House house;
  private LeaseManager leases;

  @BeforeEach
  void open() {
    house = new House(directory);
    leases = house.db().leases();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void createdLeaseIsListed() {
    Lease made = leases.create(CALL, "a lease/1", Map.of("k", "v".repeat(5000), "no", ""));

    assertEquals(Map.of("k", "v".repeat(5000)), made.labels());
    assertEquals(house.clock.instant(), made.createdAt());
    assertEquals(List.of(made), leases.list(CALL, Filter.ALL));
    assertEquals(List.of(), leases.list(CALL.in("other"), Filter.ALL));
    assertTrue(house.events.events().isEmpty());
  }

  @Test
  void createTwiceAndWithoutIdFail() {
    leases.create(CALL, "l", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        "lease \"l\": already exists",
        () -> leases.create(CALL, "l", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, () -> leases.create(CALL, "", Map.of()));
  }

  @Test
  void listIsInOrderAndFiltered() {
    for (String id : List.of("b", "a", "B")) {
      leases.create(CALL, id, Map.of("id", id));
    }

    assertEquals(
        List.of("B", "a", "b"), leases.list(CALL, Filter.ALL).stream().map(Lease::id).toList());
    assertEquals(
        List.of("a", "b"),
        leases.list(CALL, Filter.parse(List.of("id==b", "labels.id==a"))).stream()
            .map(Lease::id)
            .toList());
  }

  @Test
  void resourcesAreListedByKindAndOrder() {
    leases.create(CALL, "l", Map.of());
    List<LeaseResource> resources =
        List.of(
            new LeaseResource("content", DIGEST),
            new LeaseResource("images", "x/y"),
            new LeaseResource("ingests", "ref"),
            new LeaseResource("snapshots/memory", "key"),
            new LeaseResource("snapshots/native", "a/b"));

    resources.reversed().forEach(r -> leases.addResource(CALL, "l", r));
    resources.forEach(r -> leases.addResource(CALL, "l", r));

    assertEquals(resources, leases.resources(CALL, "l"));
  }

  @Test
  void resourceIsTakenOutOnceAndMissingOnesAreFine() {
    leases.create(CALL, "l", Map.of());
    LeaseResource resource = new LeaseResource("content", DIGEST);
    leases.addResource(CALL, "l", resource);

    leases.deleteResource(CALL, "l", resource);
    leases.deleteResource(CALL, "l", resource);

    assertEquals(List.of(), leases.resources(CALL, "l"));
  }

  @ParameterizedTest
  @CsvSource({
    "content, nodigest, INVALID_ARGUMENT",
    "snapshots, key, INVALID_ARGUMENT",
    "snapshots/, key, INVALID_ARGUMENT",
    "snapshots/a/b, key, INVALID_ARGUMENT",
    "tasks, x, NOT_IMPLEMENTED",
    "'', x, NOT_IMPLEMENTED"
  })
  void wrongResourceIsRefused(String type, String id, Fault fault) {
    leases.create(CALL, "l", Map.of());
    LeaseResource resource = new LeaseResource(type, id);

    assertFault(fault, () -> leases.addResource(CALL, "l", resource));
    assertFault(fault, () -> leases.deleteResource(CALL, "l", resource));
  }

  @Test
  void missingLeaseIsNotFound() {
    LeaseResource resource = new LeaseResource("images", "x");
    assertFault(Fault.NOT_FOUND, () -> leases.delete(CALL, "l", false));
    assertFault(Fault.NOT_FOUND, () -> leases.resources(CALL, "l"));
    assertFault(Fault.NOT_FOUND, () -> leases.addResource(CALL, "l", resource));
    assertFault(Fault.NOT_FOUND, () -> leases.deleteResource(CALL, "l", resource));
  }

  @Test
  void deletedLeaseTakesItsListWithIt() {
    leases.create(CALL, "l", Map.of());
    leases.create(CALL, "l2", Map.of());
    leases.addResource(CALL, "l", new LeaseResource("images", "x"));
    leases.addResource(CALL, "l2", new LeaseResource("images", "y"));

    leases.delete(CALL, "l", false);
    leases.create(CALL, "l", Map.of());

    assertEquals(List.of(), leases.resources(CALL, "l"));
    assertEquals(1, leases.resources(CALL, "l2").size());
  }
}
