package dev.gantry.metadata.names;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.namespaces.NamespaceStore.Namespace;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacesTest {
  @TempDir Path directory;
  private House house;
  private NamespaceStore namespaces;

  @BeforeEach
  void open() {
    house = new House(directory);
    namespaces = house.db().namespaces();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void unknownNamespaceHasNoLabels() {
    assertEquals(Map.of(), namespaces.labels(Call.DAEMON, "nowhere"));
    assertEquals(List.of(), namespaces.list(Call.DAEMON));
  }

  @Test
  void namespacesAreListedInByteOrderWithLabels() {
    namespaces.create(Call.DAEMON, "b", Map.of("k", "v", "gone", ""));
    namespaces.create(Call.DAEMON, "B", Map.of());
    namespaces.create(Call.DAEMON, "a-1", Map.of());

    assertEquals(
        List.of(
            new Namespace("B", Map.of()),
            new Namespace("a-1", Map.of()),
            new Namespace("b", Map.of("k", "v"))),
        namespaces.list(Call.DAEMON));
  }

  @Test
  void createTwiceFails() {
    namespaces.create(Call.DAEMON, "x", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        "namespace \"x\": already exists",
        () -> namespaces.create(Call.DAEMON, "x", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a--b", "a/b", "ä"})
  void malformedNameIsRefused(String name) {
    assertFault(Fault.INVALID_ARGUMENT, () -> namespaces.create(Call.DAEMON, name, Map.of()));
  }

  @Test
  void updateMakesTheNamespaceAndFollowsTheMask() {
    namespaces.update(Call.DAEMON, "x", Map.of("a", "1", "b", "2"), List.of());
    namespaces.update(
        Call.DAEMON, "x", Map.of("a", "3", "c.d/e", "4", "z", "5"), List.of("labels.c.d/e"));
    namespaces.update(Call.DAEMON, "x", Map.of(), List.of("labels.b"));

    assertEquals(Map.of("a", "1", "c.d/e", "4"), namespaces.labels(Call.DAEMON, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "name", "label.x"})
  void unknownPathIsRefused(String path) {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"" + path + "\" field on namespace \"x\": invalid argument",
        () -> namespaces.update(Call.DAEMON, "x", Map.of(), List.of(path)));
  }

  @Test
  void writeMakesTheNamespace() {
    house.db().leases().create(CALL, "l", Map.of());

    assertEquals(List.of(new Namespace("ns", Map.of())), namespaces.list(Call.DAEMON));
  }

  @Test
  void leasesAndIngestsDoNotKeepANamespace() {
    house.db().leases().create(CALL, "l", Map.of());
    try (ContentWriter writer = house.content().writer(CALL, new Ingest("ref"))) {
      writer.write(House.utf8("x"));
    }

    namespaces.delete(Call.DAEMON, "ns");

    assertEquals(List.of(), namespaces.list(Call.DAEMON));
    assertFault(Fault.NOT_FOUND, () -> house.content().status(CALL, "ref"));
    assertFault(
        Fault.NOT_FOUND, "namespace \"ns\": not found", () -> namespaces.delete(Call.DAEMON, "ns"));
  }

  @Test
  void bytesOfTheIngestsGoWithTheNextCollection() {
    house.collect();
    try (ContentWriter writer = house.content().writer(CALL, new Ingest("ref"))) {
      writer.write(House.utf8("x"));
    }
    namespaces.delete(Call.DAEMON, "ns");
    int left = house.bytes.statuses(CALL, Filter.ALL).size();

    house.collect();

    assertEquals(1, left);
    assertEquals(List.of(), house.bytes.statuses(CALL, Filter.ALL));
  }

  @Test
  void namespaceWithThingsInItIsNotDeletedAndSaysWhatTheyAre() {
    house.put("blob");
    house.layer("layer", "", Map.of());
    house.image("i", House.digest("blob"), Map.of());

    assertFault(
        Fault.FAILED_PRECONDITION,
        "namespace \"ns\" must be empty, but it still has images, blobs, snapshots on \"memory\""
            + " snapshotter: failed precondition",
        () -> namespaces.delete(Call.DAEMON, "ns"));
  }

  @Test
  void callWithoutANamespaceIsRefusedElsewhere() {
    assertFault(
        Fault.FAILED_PRECONDITION,
        "namespace is required: failed precondition",
        () -> house.db().leases().create(Call.DAEMON, "l", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, () -> house.db().images().get(Call.DAEMON.in("a/b"), "i"));
  }
}
