package dev.gantry.metadata.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.metadata.Faults;
import dev.gantry.metadata.FixedHandle;
import dev.gantry.metadata.RecordingExchange;
import dev.gantry.metadata.record.LeaseRecord;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
  private static final Call CALL = Call.DAEMON.in("ns");
  private static final LeaseRecord LEASE = new LeaseRecord(Instant.EPOCH, Map.of());

  @TempDir Path directory;

  private Ledger open() {
    return new Ledger(
        KeyStore.open(directory, StoreOptions.defaults()),
        new Announcer(new FixedHandle<>(new RecordingExchange())));
  }

  private static void put(Ledger ledger, String lease) {
    ledger.update(CALL, edit -> edit.put(Table.LEASES, Table.LEASES.key("ns", lease), LEASE));
  }

  @Test
  void numbersAreNeverGivenTwiceOverRestarts() {
    Set<Long> given = new HashSet<>();
    for (int round = 0; round < 3; round++) {
      try (Ledger ledger = open()) {
        Numbers numbers = new Numbers(ledger);
        for (int i = 0; i < 1500; i++) {
          assertTrue(given.add(numbers.next()));
        }
      }
    }
  }

  @Test
  void journalStartsWithWhatWasWrittenAndNotesWhatIsWrittenThen() {
    try (Ledger ledger = open()) {
      put(ledger, "before");
      Journal journal = ledger.journal();
      put(ledger, "during");
      List<Key> noted = journal.written();
      journal.close();
      put(ledger, "after");

      assertTrue(journal.start().contains(Table.LEASES.key("ns", "before")));
      assertFalse(journal.start().contains(Table.LEASES.key("ns", "during")));
      assertEquals(List.of(Table.LEASES.key("ns", "during")), noted);
      assertEquals(noted, journal.written());
    }
  }

  @Test
  void watchersHearOfDeletionsUntilACollectionIsComplete() {
    try (Ledger ledger = open()) {
      List<Boolean> heard = new ArrayList<>();
      var watch = ledger.watch(heard::add);

      put(ledger, "a");
      ledger.update(CALL, Edit::freed);
      ledger.update(
          CALL,
          edit -> {
            edit.put(Table.LEASES, Table.LEASES.key("ns", "b"), LEASE);
            edit.freed();
          });
      put(ledger, "c");
      ledger.journal().close();
      put(ledger, "d");
      Journal complete = ledger.journal();
      complete.complete();
      complete.close();
      put(ledger, "e");
      watch.close();
      put(ledger, "f");

      assertEquals(List.of(false, true, true, true, false), heard);
    }
  }

  @Test
  void damagedRecordIsDataLossWithItsKey() {
    KeyStore store = KeyStore.open(directory, StoreOptions.defaults());
    Key key = Table.LEASES.key("ns", "x");
    store.update(tx -> tx.put(key, new byte[] {1, 2, 3}));
    try (Ledger ledger =
        new Ledger(store, new Announcer(new FixedHandle<>(new RecordingExchange())))) {

      Faults.assertFault(
          Fault.DATA_LOSS,
          "record \"v1\"/\"in\"/\"ns\"/\"lease\"/\"x\" is damaged: its checksum is wrong: data loss",
          () -> Table.LEASES.find(ledger.read(), key));
    }
  }

  @Test
  void everythingIsUnavailableOnceClosed() {
    Ledger ledger = open();
    ledger.close();

    Faults.assertFault(Fault.UNAVAILABLE, "metadata is closed: unavailable", ledger::read);
    Faults.assertFault(Fault.UNAVAILABLE, () -> put(ledger, "x"));
    ledger.close();
  }

  @ParameterizedTest
  @CsvSource({
    "ns/12/key, ns/12",
    "ns/12/a/b/c, ns/12",
    "ns/12/, ns/12",
    "sha256:abc, sha256:abc",
    "ns/x1/key, ns/x1/key",
    "ns//key, ns//key",
    "/1/key, /1/key",
    "ns/12, ns/12"
  })
  void backendKeyIsKnownByItsNumber(String backendKey, String anchor) {
    assertEquals(anchor, Layout.anchor(backendKey));
  }
}
