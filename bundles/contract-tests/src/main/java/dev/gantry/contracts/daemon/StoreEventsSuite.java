package dev.gantry.contracts.daemon;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.api.types.TypedValue;
import dev.gantry.contracts.Stores;
import dev.gantry.contracts.events.Fields;
import dev.gantry.contracts.events.Listening;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Which events the stores of a daemon tell, and that nothing else is told.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class StoreEventsSuite {
  private static final String PACKAGE = "containerd.events.";
  private static final String IMAGES = "containerd.services.images.v1.";
  private static final Map<String, String> LABELS = Map.of("k", "v");
  private static final String PAST = "2001-02-03T04:05:06Z";

  private final String namespace = "events-" + UUID.randomUUID();
  private final Call call = Call.DAEMON.in(namespace);
  private Call leased;
  private Listening listening;

  /// Makes the suite; JUnit fills in the rest.
  @SuppressWarnings("NullAway.Init") // set before each test
  protected StoreEventsSuite() {}

  /// The stores under test: the same ones throughout a test.
  protected abstract Stores stores();

  /// Where they tell.
  protected abstract Exchange exchange();

  /// Has a whole collection run that begins after this call, and waits for its end.
  protected abstract void collect();

  @BeforeEach
  final void listen() {
    stores().leases().create(call, "lease", Map.of());
    leased = call.leasedTo("lease");
    listening = Listening.to(exchange(), "namespace==" + namespace);
  }

  @AfterEach
  final void stop() {
    listening.close();
  }

  private void assertNext(String topic, String type, Fields fields) {
    listening.assertNext(topic, type, fields);
  }

  /// Tells something that is known to be told: what is heard next was told last.
  private void assertNothingWasTold() {
    exchange().publish(namespace, "/the/end", null);
    assertEquals("/the/end", listening.next().topic());
  }

  private static Digest digest(byte[] bytes) {
    var hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Algorithm.SHA256, hash);
  }

  private Digest blob() {
    byte[] bytes = new byte[300];
    ThreadLocalRandom.current().nextBytes(bytes);
    try (ContentWriter writer = stores().content().writer(leased, new Ingest("blob"))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(leased, new Commit(300, digest(bytes)));
    }
  }

  private static ImageDraft image(Map<String, String> labels) {
    Descriptor target = new Descriptor("application/x", digest(new byte[0]), 1);
    return new ImageDraft("image", labels, target, null);
  }

  private static Container container() {
    return new Container(
        "c",
        LABELS,
        "image",
        new Container.RuntimeInfo("runtime", null),
        new TypedValue("spec", new byte[0]),
        "",
        "",
        Map.of(),
        "",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void contentIsToldWhenItComesAndGoes() {
    String digest = blob().toString();
    assertNext(
        "/content/create",
        PACKAGE + "ContentCreate",
        Fields.none().text(1, digest).integer(2, 300));

    stores().content().update(leased, Digest.parse(digest), LABELS, List.of());
    stores().content().delete(leased, Digest.parse(digest));
    assertNext("/content/delete", PACKAGE + "ContentDelete", Fields.none().text(1, digest));
    assertNothingWasTold();
  }

  @Test
  void imagesAreToldWhenTheyComeChangeAndGo() {
    stores().images().create(call, image(LABELS));
    assertNext(
        "/images/create", IMAGES + "ImageCreate", Fields.none().text(1, "image").map(2, LABELS));

    stores().images().update(call, image(Map.of("a", "b")), List.of());
    assertNext(
        "/images/update",
        IMAGES + "ImageUpdate",
        Fields.none().text(1, "image").map(2, Map.of("a", "b")));

    stores().images().delete(call, "image", null, false);
    assertNext("/images/delete", IMAGES + "ImageDelete", Fields.none().text(1, "image"));
    assertNothingWasTold();
  }

  @Test
  void containersAreToldWhenTheyComeChangeAndGo() {
    stores().containers().create(call, container());
    assertNext(
        "/containers/create",
        PACKAGE + "ContainerCreate",
        Fields.none().text(1, "c").text(2, "image").message(3, Fields.none().text(1, "runtime")));

    stores().containers().update(call, container(), List.of("labels"));
    assertNext(
        "/containers/update",
        PACKAGE + "ContainerUpdate",
        Fields.none().text(1, "c").text(2, "image").map(3, LABELS));

    stores().containers().delete(call, "c");
    assertNext("/containers/delete", PACKAGE + "ContainerDelete", Fields.none().text(1, "c"));
    assertNothingWasTold();
  }

  @Test
  void snapshotsAreToldWhenTheyArePreparedCommittedAndRemoved() {
    String name = stores().snapshotter();
    stores().snapshots().prepare(leased, "key", "", Map.of());
    assertNext(
        "/snapshot/prepare",
        PACKAGE + "SnapshotPrepare",
        Fields.none().text(1, "key").text(5, name));

    stores().snapshots().commit(leased, "base", "key", "", Map.of());
    assertNext(
        "/snapshot/commit",
        PACKAGE + "SnapshotCommit",
        Fields.none().text(1, "key").text(2, "base").text(5, name));

    stores().snapshots().view(leased, "view", "base", Map.of());
    stores().snapshots().update(leased, "view", LABELS, List.of());
    stores().snapshots().prepare(leased, "top", "base", Map.of());
    assertNext(
        "/snapshot/prepare",
        PACKAGE + "SnapshotPrepare",
        Fields.none().text(1, "top").text(2, "base").text(5, name));

    stores().snapshots().remove(leased, "top");
    assertNext(
        "/snapshot/remove", PACKAGE + "SnapshotRemove", Fields.none().text(1, "top").text(5, name));
    assertNothingWasTold();
  }

  @Test
  void namespacesAreToldWithinThemselves() {
    String name = "new-" + UUID.randomUUID();
    try (Listening there = Listening.to(exchange(), "namespace==" + name)) {
      stores().namespaces().create(call, name, LABELS);
      there.assertNext(
          "/namespaces/create",
          PACKAGE + "NamespaceCreate",
          Fields.none().text(1, name).map(2, LABELS));

      stores().namespaces().update(call, name, Map.of("a", "b"), List.of("labels.a"));
      there.assertNext(
          "/namespaces/update",
          PACKAGE + "NamespaceUpdate",
          Fields.none().text(1, name).map(2, Map.of("a", "b")));

      stores().namespaces().delete(call, name);
      there.assertNext(
          "/namespaces/delete", PACKAGE + "NamespaceDelete", Fields.none().text(1, name));
    }
    assertNothingWasTold();
  }

  @Test
  void leasesAndIngestsAreNotTold() {
    stores().leases().create(call, "other", LABELS);
    stores().leases().delete(call, "other", false);
    stores().content().writer(leased, new Ingest("ref")).close();
    stores().content().abort(leased, "ref");

    assertNothingWasTold();
  }

  @Test
  void whatFailsIsNotTold() {
    stores().images().create(call, image(LABELS));
    assertEquals("/images/create", listening.next().topic());

    assertFault(Fault.ALREADY_EXISTS, () -> stores().images().create(call, image(LABELS)));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> stores().images().update(call, image(LABELS), List.of("no such path")));
    assertFault(Fault.NOT_FOUND, () -> stores().images().delete(call, "never", null, false));
    assertFault(
        Fault.NOT_FOUND, () -> stores().snapshots().prepare(call, "key", "never", Map.of()));

    assertNothingWasTold();
  }

  @Test
  void whatIsToldIsThere() {
    for (int i = 0; i < 20; i++) {
      ImageDraft draft = new ImageDraft("i" + i, Map.of(), image(Map.of()).target(), null);
      stores().images().create(call, draft);
      assertEquals("/images/create", listening.next().topic());
      assertEquals("i" + i, stores().images().get(call, "i" + i).name());
    }
  }

  @Test
  void aCollectionTellsOfImagesAndSnapshots() {
    stores().snapshots().prepare(leased, "key", "", Map.of());
    assertEquals("/snapshot/prepare", listening.next().topic());
    stores().leases().delete(call, "lease", true);
    collect();
    assertNext(
        "/snapshot/remove",
        PACKAGE + "SnapshotRemove",
        Fields.none().text(1, "key").text(5, stores().snapshotter()));

    stores().images().create(call, image(Map.of("containerd.io/gc.expire", PAST)));
    assertEquals("/images/create", listening.next().topic());
    collect();
    assertNext("/images/delete", IMAGES + "ImageDelete", Fields.none().text(1, "image"));
  }
}
