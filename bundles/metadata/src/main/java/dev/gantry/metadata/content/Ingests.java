package dev.gantry.metadata.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.IngestRecord;
import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The ingests of each namespace. The record comes before the backend's ingest and goes before it,
/// so a backend ingest without a record is garbage at any time; a record without one is an ingest
/// of no bytes.
final class Ingests {
  /// How long an ingest that no lease keeps is kept after it was opened last.
  private static final Duration LIFE = Duration.ofHours(24);

  private static final Logger LOG = System.getLogger(Ingests.class.getName());

  private final ContentParts parts;
  private final Ledger ledger;

  Ingests(ContentParts parts) {
    this.parts = parts;
    this.ledger = parts.ledger();
  }

  ContentWriter open(Call call, Ingest ingest) {
    call.namespace();
    ledger.checkLease(call);
    Digest expected = ingest.expected();
    if (expected == null) {
      return open(call, ingest, record(call, ingest, null));
    }
    IngestRecord record;
    // Held, the blob does not go between the look at the backend and the record that needs it. No
    // longer: the backend may wait for a writer whose commit needs the same.
    try (Hold _ = parts.holds().hold(call, ContentParts.hold(expected))) {
      record = record(call, ingest, sharedSize(call, ingest, expected).orElse(null));
    }
    return open(call, ingest, record);
  }

  private ContentWriter open(Call call, Ingest ingest, @Nullable IngestRecord record) {
    if (record == null) {
      throw Fault.ALREADY_EXISTS.because("content " + ingest.expected());
    }
    if (record.shared() != null) {
      return new NamespacedWriter(parts, call, ingest.ref(), record, null);
    }
    // Not with the expected digest: a blob of another namespace must not be seen.
    ContentWriter writer =
        parts.backend().writer(call, new Ingest(record.backendRef(), ingest.total(), null));
    return new NamespacedWriter(parts, call, ingest.ref(), record, writer);
  }

  /// The size of the blob that may be shared, if there is one.
  private Optional<Long> sharedSize(Call call, Ingest ingest, Digest expected) {
    if (!parts.sharing().allows(ledger.read(), expected)) {
      return Optional.empty();
    }
    try {
      ContentInfo info = parts.backend().info(call, expected);
      return ingest.total() == 0 || ingest.total() == info.size()
          ? Optional.of(info.size())
          : Optional.empty();
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Writes the record of an ingest that is opened; none when the namespace has the blob already.
  private @Nullable IngestRecord record(Call call, Ingest ingest, @Nullable Long sharedSize) {
    Instant now = parts.clock().instant();
    String fresh = call.namespace() + "/" + parts.numbers().next() + "/" + ingest.ref();
    return ledger.<@Nullable IngestRecord>write(
        call,
        edit -> {
          Digest expected = ingest.expected();
          if (expected != null
              && edit.contains(Table.BLOBS.key(edit.namespace(), expected.toString()))) {
            edit.lease(Layout.CONTENT, expected.toString());
            return null;
          }
          Key key = Table.INGESTS.key(edit.namespace(), ingest.ref());
          Optional<IngestRecord> old = edit.find(Table.INGESTS, key);
          old.ifPresent(record -> unshare(edit, ingest.ref(), record));
          edit.lease(Layout.INGESTS, ingest.ref());
          IngestRecord record =
              new IngestRecord(
                  old.map(IngestRecord::backendRef).orElse(fresh),
                  sharedSize == null ? null : expected,
                  sharedSize == null ? 0 : sharedSize,
                  now,
                  call.lease().isPresent() ? null : now.plus(LIFE));
          edit.put(Table.INGESTS, key, record);
          if (record.shared() != null) {
            edit.put(Layout.sharing(record.shared()).child(edit.namespace(), ingest.ref()));
          }
          return record;
        });
  }

  /// Forgets that an ingest shares a blob.
  static void unshare(Edit edit, String ref, IngestRecord record) {
    if (record.shared() != null) {
      edit.delete(Layout.sharing(record.shared()).child(edit.namespace(), ref));
    }
  }

  /// Forgets an ingest and takes it out of the call's lease, unless the ref has become another's.
  static void forget(Edit edit, String ref, IngestRecord record) {
    Key key = Table.INGESTS.key(edit.namespace(), ref);
    Optional<IngestRecord> now = edit.find(Table.INGESTS, key);
    if (now.isPresent() && now.get().backendRef().equals(record.backendRef())) {
      unshare(edit, ref, now.get());
      edit.delete(key);
      edit.unlease(Layout.INGESTS, ref);
    }
  }

  IngestStatus status(Call call, String ref) {
    Key key = Table.INGESTS.key(call.namespace(), ref);
    return status(
        call, ref, Table.INGESTS.find(ledger.read(), key).orElseThrow(() -> missing(ref)));
  }

  List<IngestStatus> statuses(Call call, Filter filter) {
    List<IngestStatus> all = new ArrayList<>();
    Snapshot now = ledger.read();
    Table.INGESTS.walk(
        now,
        Table.INGESTS.all(call.namespace()),
        (key, record) -> {
          try {
            IngestStatus status = status(call, key.name(4), record);
            if (filter.matches(status)) {
              all.add(status);
            }
          } catch (GantryException e) {
            if (e.fault() != Fault.NOT_FOUND) {
              throw e;
            }
          }
        });
    return all;
  }

  /// An ingest that shares a blob has none in the backend and is not found, as clients expect; only
  /// its writer tells how far it is.
  private IngestStatus status(Call call, String ref, IngestRecord record) {
    try {
      return named(ref, parts.backend().status(call, record.backendRef()));
    } catch (GantryException e) {
      throw e.fault() == Fault.NOT_FOUND ? missing(ref) : e;
    }
  }

  static IngestStatus shared(String ref, IngestRecord record) {
    Instant opened = record.openedAt();
    return new IngestStatus(ref, record.size(), record.size(), record.shared(), opened, opened);
  }

  static IngestStatus named(String ref, IngestStatus status) {
    return new IngestStatus(
        ref, status.offset(), status.total(), null, status.startedAt(), status.updatedAt());
  }

  void abort(Call call, String ref) {
    IngestRecord record =
        ledger.write(
            call,
            edit -> {
              Key key = Table.INGESTS.key(edit.namespace(), ref);
              IngestRecord old = edit.find(Table.INGESTS, key).orElseThrow(() -> missing(ref));
              forget(edit, ref, old);
              edit.freed();
              return old;
            });
    parts.leftovers().content();
    if (record.shared() == null) {
      abortBackend(call, record.backendRef());
    }
  }

  private void abortBackend(Call call, String backendRef) {
    try {
      parts.backend().abort(call, backendRef);
    } catch (GantryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        LOG.log(
            Level.WARNING,
            "ingest is left to the next collection ref=\"{0}\" reason=\"{1}\"",
            backendRef,
            e.getMessage());
      }
    }
  }

  private static GantryException missing(String ref) {
    return Fault.NOT_FOUND.because("ingest \"" + ref + "\"");
  }
}
