package dev.gantry.metadata.gc;

import static dev.gantry.metadata.House.CALL;
import static dev.gantry.metadata.House.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.House;
import dev.gantry.metadata.Threads;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Collections beside writers. Whatever the order, what a writer was told is there stays there.
@Timeout(120)
class RacesTest {
  private static final int WRITERS = 6;
  private static final int ROUNDS = 30;

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

  /// Runs writers, and collections for as long as one of them is at work.
  private void beside(IntConsumer writer) {
    AtomicInteger left = new AtomicInteger(WRITERS);
    Threads.run(
        WRITERS + 1,
        number -> {
          if (number < WRITERS) {
            try {
              writer.accept(number);
            } finally {
              left.decrementAndGet();
            }
          } else {
            while (left.get() > 0) {
              house.collect();
            }
          }
        });
    house.collect();
  }

  private static <T> boolean found(Supplier<T> action) {
    try {
      action.get();
      return true;
    } catch (GantryException e) {
      assertEquals(Fault.NOT_FOUND, e.fault(), () -> "fault of " + e.getMessage());
      return false;
    }
  }

  @Test
  void blobsThatAreCommittedWhileTheyAreRemovedStay() {
    // The same few blobs come and go in all namespaces, so that each removal races with a commit.
    beside(
        number -> {
          Call call = CALL.in("ns" + number);
          for (int round = 0; round < ROUNDS; round++) {
            String lease = "l" + round;
            house.db().leases().create(call, lease, Map.of());
            Digest digest = house.put(call.leasedTo(lease), "blob" + round % 3, Map.of());
            assertEquals("blob" + round % 3, house.read(call, digest));
            if (round < ROUNDS - 1) {
              house.content().delete(call, digest);
            }
          }
        });

    String last = "blob" + (ROUNDS - 1) % 3;
    for (int number = 0; number < WRITERS; number++) {
      assertEquals(last, house.read(CALL.in("ns" + number), House.digest(last)));
    }
    assertEquals(List.of(House.digest(last)), house.files());
  }

  @Test
  void sharedIngestsAreCommittedWhole() {
    beside(
        number -> {
          Call call = CALL.in("ns" + number);
          for (int round = 0; round < ROUNDS; round++) {
            Digest digest = House.digest("shared");
            try (ContentWriter writer =
                house.content().writer(call, new Ingest("ref", 6, digest))) {
              if (writer.status().offset() == 0) {
                writer.write(utf8("shared"));
              }
              writer.commit(call, new Commit(6, digest, Map.of("containerd.io/gc.root", "1")));
            }
            assertEquals("shared", house.read(call, digest));
            house.content().delete(call, digest);
          }
        });

    assertEquals(List.of(), house.files());
  }

  @Test
  void leaseThatFindsItsBlobKeepsItAndItsChildren() {
    Queue<Integer> won = new ConcurrentLinkedQueue<>();
    house.db().leases().create(CALL, "l", Map.of());
    beside(
        number -> {
          for (int round = 0; round < ROUNDS; round++) {
            int id = number * ROUNDS + round;
            Digest child = house.put("child" + id);
            Digest blob =
                house.put(
                    CALL, "blob" + id, Map.of("containerd.io/gc.ref.content", child.toString()));
            house
                .db()
                .leases()
                .addResource(CALL, "l", new LeaseResource("content", blob.toString()));
            boolean both = found(() -> house.content().info(CALL, blob));
            // The child alone may have gone before there was a parent.
            if (both && found(() -> house.content().info(CALL, child))) {
              won.add(id);
            }
          }
        });

    Set<Digest> files = Set.copyOf(house.files());
    for (int id : won) {
      assertEquals("blob" + id, house.read(CALL, House.digest("blob" + id)));
      assertEquals("child" + id, house.read(CALL, House.digest("child" + id)));
    }
    assertEquals(house.blobs().size(), files.size());
  }

  @Test
  void snapshotsOnParentsThatAreCollectedAreWholeOrNotThere() {
    Queue<String> made = new ConcurrentLinkedQueue<>();
    beside(
        number -> {
          for (int round = 0; round < ROUNDS; round++) {
            String id = number + "-" + round;
            String lease = "l" + id;
            house.db().leases().create(CALL, lease, Map.of());
            if (found(
                () -> {
                  house.layer("base" + id, "", Map.of());
                  return house
                      .snapshots()
                      .prepare(CALL.leasedTo(lease), "top" + id, "base" + id, Map.of());
                })) {
              made.add(id);
            }
          }
        });

    for (String id : made) {
      assertEquals("base" + id, house.snapshots().stat(CALL, "top" + id).parent());
      house.snapshots().stat(CALL, "base" + id);
    }
    assertEquals(2 * made.size(), house.layers().size());
    assertEquals(2 * made.size(), house.backend.keys().size());
  }

  @Test
  void commitOfABlobThatIsBeingRemovedWaitsAndBringsItBack() {
    Digest digest = house.put("blob");
    house.content().delete(CALL, digest);
    CountDownLatch removing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    house.bytes.before(
        name -> {
          if (name.equals("delete")) {
            removing.countDown();
            Threads.await(go);
          }
        });

    CompletableFuture<Void> collection = Threads.start(house::collect);
    Threads.await(removing);
    CountDownLatch waiting = new CountDownLatch(1);
    Call patient = CALL.with(waiting::countDown);
    CompletableFuture<Void> commit =
        Threads.start(() -> house.put(patient, "blob", Map.of("containerd.io/gc.root", "1")));
    Threads.await(waiting);
    // Reads and writes of anything else go on.
    house.db().leases().create(CALL, "meanwhile", Map.of());
    house.put("other");
    go.countDown();
    collection.orTimeout(60, TimeUnit.SECONDS).join();
    commit.orTimeout(60, TimeUnit.SECONDS).join();

    assertEquals("blob", house.read(CALL, digest));
  }

  @Test
  void blobOnItsWayFromBackendToRecordIsPassedOver() {
    house.db().leases().create(CALL, "l", Map.of());
    house.put("makes the backend dirty");
    house.content().delete(CALL, House.digest("makes the backend dirty"));
    house.bytes.after(
        name -> {
          if (name.equals("commit")) {
            house.bytes.after(other -> {});
            house.collect();
          }
        });

    Digest digest = house.put(CALL.leasedTo("l"), "blob", Map.of());

    assertEquals("blob", house.read(CALL, digest));
    house.collect();
    assertEquals(List.of(digest), house.files());
  }

  @Test
  void collectionsRunOneAtATime() {
    for (int i = 0; i < 20; i++) {
      house.put("blob" + i);
    }
    AtomicInteger removed = new AtomicInteger();

    Threads.run(
        4,
        number -> removed.addAndGet(house.db().collect(CALL).removed().getOrDefault("content", 0)));

    assertEquals(20, removed.get());
    assertEquals(List.of(), house.files());
  }

  @Test
  void closingEndsACollectionAtItsNextStep() {
    for (int i = 0; i < 3; i++) {
      house.put("blob" + i);
    }
    CountDownLatch removing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    house.bytes.before(
        name -> {
          if (name.equals("delete")) {
            removing.countDown();
            Threads.await(go);
          }
        });
    CompletableFuture<Void> collection = Threads.start(house::collect);
    Threads.await(removing);
    CompletableFuture<Void> closing = Threads.start(house::closeDatabase);
    while (isOpen()) {
      Thread.onSpinWait();
    }
    go.countDown();
    closing.orTimeout(60, TimeUnit.SECONDS).join();

    CompletionException end =
        assertThrows(
            CompletionException.class, () -> collection.orTimeout(60, TimeUnit.SECONDS).join());
    assertEquals(Fault.UNAVAILABLE, ((GantryException) end.getCause()).fault());
    house.bytes.before(name -> {});
    assertEquals(2, house.files().size());
    house.reopen();
    house.collect();
    assertEquals(List.of(), house.files());
  }

  private boolean isOpen() {
    try {
      house.db().namespaces().list(CALL);
      return true;
    } catch (GantryException e) {
      return e.fault() != Fault.UNAVAILABLE;
    }
  }
}
