package dev.gantry.metadata.names;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.TypedValue;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainersTest {
  private static final TypedValue SPEC = new TypedValue("spec", new byte[] {1, 0, -1});
  private static final TypedValue OTHER = new TypedValue("other", new byte[] {2});

  @TempDir Path directory;
  private House house;
  private ContainerStore containers;

  @BeforeEach
  void open() {
    house = new House(directory);
    containers = house.db().containers();
  }

  @AfterEach
  void close() {
    house.close();
  }

  /// A container as a client sends it, with times that must be ignored.
  private static Container container(
      String id, Map<String, String> labels, @Nullable TypedValue spec, String snapshotter) {
    return new Container(
        id,
        labels,
        "image",
        new RuntimeInfo("runc", OTHER),
        spec,
        snapshotter,
        snapshotter.isEmpty() ? "" : "key",
        Map.of("e", OTHER),
        "sandbox",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Container container(String id) {
    return container(id, Map.of(), SPEC, "memory");
  }

  @Test
  void createdContainerComesBackWithTheServersTimes() {
    Container made = containers.create(CALL, container("c"));

    assertEquals(house.clock.instant(), made.createdAt());
    assertEquals(house.clock.instant(), made.updatedAt());
    assertEquals(SPEC, made.spec());
    assertEquals("sandbox", made.sandbox());
    assertEquals(made, containers.get(CALL, "c"));
    assertTrue(house.events.events().isEmpty());
  }

  @Test
  void missingContainerIsNotFound() {
    String message = "container \"c\" in namespace \"ns\": not found";
    assertFault(Fault.NOT_FOUND, message, () -> containers.get(CALL, "c"));
    assertFault(Fault.NOT_FOUND, message, () -> containers.delete(CALL, "c"));
    assertFault(
        Fault.NOT_FOUND, message, () -> containers.update(CALL, container("c"), List.of("x")));
  }

  @Test
  void createTwiceFails() {
    containers.create(CALL, container("c"));

    assertFault(Fault.ALREADY_EXISTS, () -> containers.create(CALL, container("c")));
  }

  @Test
  void containerThatIsNotWholeIsRefused() {
    List<Container> wrong =
        List.of(
            container("-c"),
            container("c", Map.of("k", "v".repeat(4096)), SPEC, "memory"),
            container("c", Map.of(), null, "memory"));
    for (Container container : wrong) {
      String message =
          String.valueOf(
              assertFault(Fault.INVALID_ARGUMENT, () -> containers.create(CALL, container))
                  .getMessage());
      assertTrue(message.startsWith("create container failed validation: "), message);
    }
    Container keyOnly =
        new Container(
            "c",
            Map.of(),
            "",
            new RuntimeInfo("r", null),
            SPEC,
            "",
            "key",
            Map.of(),
            "",
            Instant.EPOCH,
            Instant.EPOCH);
    assertFault(Fault.INVALID_ARGUMENT, () -> containers.create(CALL, keyOnly));
  }

  @Test
  void updateWithoutMaskKeepsWhatIsFixed() {
    Container made = containers.create(CALL, container("c"));
    house.clock.advance(Duration.ofSeconds(1));

    Container updated =
        containers.update(CALL, container("c", Map.of("k", "v"), OTHER, "memory"), List.of());

    assertEquals(Map.of("k", "v"), updated.labels());
    assertEquals(OTHER, updated.spec());
    assertEquals(made.createdAt(), updated.createdAt());
    assertEquals(house.clock.instant(), updated.updatedAt());
    assertFault(
        Fault.INVALID_ARGUMENT,
        "container.Snapshotter field is immutable: invalid argument",
        () -> containers.update(CALL, container("c", Map.of(), SPEC, "other"), List.of()));
  }

  @Test
  void updateFollowsTheMask() {
    containers.create(CALL, container("c", Map.of("a", "1", "b", "2"), SPEC, "memory"));
    Container change =
        new Container(
            "c",
            Map.of("a", "9"),
            "new image",
            new RuntimeInfo("", null),
            OTHER,
            "",
            "new key",
            Map.of("f", SPEC),
            "",
            Instant.EPOCH,
            Instant.EPOCH);

    containers.update(CALL, change, List.of("labels.a", "labels.b"));
    containers.update(CALL, change, List.of("image", "snapshotkey"));
    Container updated = containers.update(CALL, change, List.of("extensions.f"));

    assertEquals(Map.of("a", "9"), updated.labels());
    assertEquals("new image", updated.image());
    assertEquals("new key", updated.snapshotKey());
    assertEquals("memory", updated.snapshotter());
    assertEquals("runc", updated.runtime().name());
    assertEquals(SPEC, updated.spec());
    assertEquals(Map.of("e", OTHER, "f", SPEC), updated.extensions());
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"snapshot_key\" field on container \"c\": invalid argument",
        () -> containers.update(CALL, change, List.of("snapshot_key")));
  }

  @Test
  void updateWithoutIdIsRefused() {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "Container.ID required: invalid argument",
        () -> containers.update(CALL, container(""), List.of()));
  }

  @Test
  void walkIsInOrderAndFiltered() {
    for (String id : List.of("b", "a", "C")) {
      containers.create(CALL, container(id, Map.of("id", id), SPEC, ""));
    }
    List<String> all = new ArrayList<>();
    List<String> some = new ArrayList<>();

    containers.walk(CALL, Filter.ALL, c -> all.add(c.id()));
    containers.walk(CALL, Filter.parse(List.of("labels.id!=b,id")), c -> some.add(c.id()));

    assertEquals(List.of("C", "a", "b"), all);
    assertEquals(List.of("C", "a"), some);
  }

  @Test
  void deletedContainerIsGone() {
    containers.create(CALL, container("c"));
    containers.delete(CALL, "c");

    assertFault(Fault.NOT_FOUND, () -> containers.get(CALL, "c"));
  }
}
