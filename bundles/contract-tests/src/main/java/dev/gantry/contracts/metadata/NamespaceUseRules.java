package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.metadata.StoresSubject.fresh;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.contracts.Stores;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a namespace has to do with what is in it.
interface NamespaceUseRules extends StoresSubject {
  Digest NONE = ImageSubject.digest("none");

  /// The calls that need a namespace. Walking over snapshots is left out: there clients know
  /// another answer.
  enum Use {
    CONTENT_INFO,
    CONTENT_UPDATE,
    CONTENT_WALK,
    CONTENT_DELETE,
    CONTENT_READER,
    CONTENT_WRITER,
    CONTENT_STATUS,
    CONTENT_STATUSES,
    CONTENT_ABORT,
    IMAGE_GET,
    IMAGE_LIST,
    IMAGE_CREATE,
    IMAGE_UPDATE,
    IMAGE_DELETE,
    CONTAINER_GET,
    CONTAINER_WALK,
    CONTAINER_CREATE,
    CONTAINER_UPDATE,
    CONTAINER_DELETE,
    SNAPSHOT_STAT,
    SNAPSHOT_UPDATE,
    SNAPSHOT_USAGE,
    SNAPSHOT_MOUNTS,
    SNAPSHOT_PREPARE,
    SNAPSHOT_VIEW,
    SNAPSHOT_COMMIT,
    SNAPSHOT_REMOVE,
    LEASE_CREATE,
    LEASE_DELETE,
    LEASE_LIST,
    LEASE_RESOURCES;

    void with(Stores stores, Call call) {
      switch (this) {
        case CONTENT_INFO -> stores.content().info(call, NONE);
        case CONTENT_UPDATE -> stores.content().update(call, NONE, Map.of(), List.of());
        case CONTENT_WALK -> stores.content().walk(call, Filter.ALL, _ -> {});
        case CONTENT_DELETE -> stores.content().delete(call, NONE);
        case CONTENT_READER -> stores.content().reader(call, NONE);
        case CONTENT_WRITER -> stores.content().writer(call, new Ingest("ref"));
        case CONTENT_STATUS -> stores.content().status(call, "ref");
        case CONTENT_STATUSES -> stores.content().statuses(call, Filter.ALL);
        case CONTENT_ABORT -> stores.content().abort(call, "ref");
        case IMAGE_GET -> stores.images().get(call, "x");
        case IMAGE_LIST -> stores.images().list(call, Filter.ALL);
        case IMAGE_CREATE -> stores.images().create(call, ImageSubject.draft("x", Map.of()));
        case IMAGE_UPDATE ->
            stores.images().update(call, ImageSubject.draft("x", Map.of()), List.of());
        case IMAGE_DELETE -> stores.images().delete(call, "x", null, false);
        case CONTAINER_GET -> stores.containers().get(call, "c");
        case CONTAINER_WALK -> stores.containers().walk(call, Filter.ALL, _ -> {});
        case CONTAINER_CREATE ->
            stores.containers().create(call, ContainerSubject.Draft.of("c").container());
        case CONTAINER_UPDATE ->
            stores.containers().update(call, ContainerSubject.Draft.of("c").container(), List.of());
        case CONTAINER_DELETE -> stores.containers().delete(call, "c");
        case SNAPSHOT_STAT -> stores.snapshots().stat(call, "k");
        case SNAPSHOT_UPDATE -> stores.snapshots().update(call, "k", Map.of(), List.of());
        case SNAPSHOT_USAGE -> stores.snapshots().usage(call, "k");
        case SNAPSHOT_MOUNTS -> stores.snapshots().mounts(call, "k");
        case SNAPSHOT_PREPARE -> stores.snapshots().prepare(call, "k", "", Map.of());
        case SNAPSHOT_VIEW -> stores.snapshots().view(call, "k", "", Map.of());
        case SNAPSHOT_COMMIT -> stores.snapshots().commit(call, "n", "k", "", Map.of());
        case SNAPSHOT_REMOVE -> stores.snapshots().remove(call, "k");
        case LEASE_CREATE -> stores.leases().create(call, "l", Map.of());
        case LEASE_DELETE -> stores.leases().delete(call, "l", false);
        case LEASE_LIST -> stores.leases().list(call, Filter.ALL);
        case LEASE_RESOURCES -> stores.leases().resources(call, "l");
      }
    }
  }

  /// What may be in a namespace, and how a refusal to delete it speaks of that.
  enum Thing {
    IMAGES("images"),
    BLOBS("blobs"),
    CONTAINERS("containers"),
    SNAPSHOTS("snapshots on \"");

    private final String words;

    Thing(String words) {
      this.words = words;
    }
  }

  private void put(Thing thing, Call call) {
    switch (thing) {
      case IMAGES -> stores().images().create(call, ImageSubject.draft("x", Map.of()));
      case BLOBS -> blob(call, Map.of());
      case CONTAINERS ->
          stores().containers().create(call, ContainerSubject.Draft.of("c").container());
      case SNAPSHOTS -> stores().snapshots().prepare(call, "key", "", Map.of());
    }
  }

  private void remove(Thing thing, Call call) {
    switch (thing) {
      case IMAGES -> stores().images().delete(call, "x", null, false);
      case BLOBS ->
          stores()
              .content()
              .walk(call, Filter.ALL, b -> stores().content().delete(call, b.digest()));
      case CONTAINERS -> stores().containers().delete(call, "c");
      case SNAPSHOTS -> stores().snapshots().remove(call, "key");
    }
  }

  private boolean isThere(String name) {
    return stores().namespaces().list(Call.DAEMON).stream().anyMatch(n -> n.name().equals(name));
  }

  @ParameterizedTest
  @EnumSource
  default void aNamespaceIsRequired(Use use) {
    assertFault(
        Fault.FAILED_PRECONDITION, "namespace is required", () -> use.with(stores(), Call.DAEMON));
  }

  @ParameterizedTest
  @EnumSource
  default void aNamespaceIsAnIdentifier(Use use) {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "namespace validation:",
        () -> use.with(stores(), Call.DAEMON.in("not/one")));
  }

  @ParameterizedTest
  @EnumSource(
      value = Use.class,
      names = {"CONTENT_WALK", "CONTENT_STATUSES", "IMAGE_LIST", "CONTAINER_WALK", "LEASE_LIST"})
  default void readingMakesNoNamespace(Use use) {
    String name = fresh("ns");

    use.with(stores(), Call.DAEMON.in(name));

    assertFalse(isThere(name));
  }

  @ParameterizedTest
  @EnumSource
  default void aWriteMakesTheNamespaceWhichStaysUntilItIsEmpty(Thing thing) {
    String name = fresh("ns");
    Call call = leased(Call.DAEMON.in(name));
    put(thing, call);
    assertTrue(isThere(name));

    assertFault(
        Fault.FAILED_PRECONDITION,
        "namespace \"" + name + "\" must be empty, but it still has " + thing.words,
        () -> stores().namespaces().delete(Call.DAEMON, name));
    assertTrue(isThere(name));

    remove(thing, call);
    stores().namespaces().delete(Call.DAEMON, name);
    assertFalse(isThere(name));
  }

  @Test
  default void aRefusalNamesAllThatIsThere() {
    String name = fresh("ns");
    Call call = leased(Call.DAEMON.in(name));
    for (Thing thing : Thing.values()) {
      put(thing, call);
    }

    assertFault(
        Fault.FAILED_PRECONDITION,
        "it still has images, blobs, containers, snapshots on \""
            + stores().snapshotter()
            + "\" snapshotter",
        () -> stores().namespaces().delete(Call.DAEMON, name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void leasesAndIngestsDoNotKeepANamespace(boolean leased) {
    String name = fresh("ns");
    Call call = Call.DAEMON.in(name);
    if (leased) {
      stores().leases().create(call, "lease", Map.of());
    } else {
      stores().content().writer(call, new Ingest("ref")).close();
    }

    stores().namespaces().delete(Call.DAEMON, name);

    assertFalse(isThere(name));
  }
}
