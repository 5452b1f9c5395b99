package dev.gantry.metadata.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Labels;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.BlobRecord;
import dev.gantry.metadata.record.IngestRecord;
import dev.gantry.store.Key;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An open ingest of a namespace. One that shares a blob has no ingest in the backend until its
/// bytes are to be others than the blob's. Used by one thread at a time.
final class NamespacedWriter implements ContentWriter {
  private static final int CHUNK = 1 << 20;

  private final ContentParts parts;
  private final Call opener;
  private final String ref;
  private final IngestRecord record;
  private @Nullable ContentWriter backend;

  /// @param backend absent for an ingest that shares a blob
  NamespacedWriter(
      ContentParts parts,
      Call opener,
      String ref,
      IngestRecord record,
      @Nullable ContentWriter backend) {
    this.parts = parts;
    this.opener = opener;
    this.ref = ref;
    this.record = record;
    this.backend = backend;
  }

  @Override
  public void write(ByteBuffer bytes) {
    if (bytes.hasRemaining()) {
      own(record.size()).write(bytes);
    }
  }

  @Override
  public Digest digest() {
    return backend == null ? shared() : backend.digest();
  }

  @Override
  public IngestStatus status() {
    return backend == null ? Ingests.shared(ref, record) : Ingests.named(ref, backend.status());
  }

  @Override
  public void truncate(long size) {
    if (backend == null) {
      own(size);
    } else {
      backend.truncate(size);
    }
  }

  private Digest shared() {
    Digest shared = record.shared();
    if (shared == null) {
      throw new IllegalStateException("an ingest without a backend shares no blob: " + ref);
    }
    return shared;
  }

  /// The backend's writer; for a shared blob one that begins with a copy of its first bytes.
  private ContentWriter own(long size) {
    ContentWriter own = backend;
    if (own == null) {
      own = parts.backend().writer(opener, new Ingest(record.backendRef()));
      backend = own;
      own.truncate(0);
      copy(own, size);
      parts.ledger().update(opener.withoutLease(), this::unshare);
    }
    return own;
  }

  private void copy(ContentWriter to, long size) {
    if (size == 0) {
      return;
    }
    try (ContentReader from = parts.backend().reader(opener, shared())) {
      ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
      for (long at = 0; at < size; at += chunk.limit()) {
        opener.check();
        chunk.clear().limit((int) Math.min(CHUNK, size - at));
        while (chunk.hasRemaining() && from.read(chunk, at + chunk.position()) >= 0) {}
        to.write(chunk.flip());
        if (chunk.limit() == 0) {
          throw Fault.DATA_LOSS.because("content " + shared() + " ends after " + at + " bytes");
        }
      }
    }
  }

  private void unshare(Edit edit) {
    Key key = Table.INGESTS.key(edit.namespace(), ref);
    edit.find(Table.INGESTS, key)
        .ifPresent(
            old -> {
              Ingests.unshare(edit, ref, old);
              edit.put(
                  Table.INGESTS,
                  key,
                  new IngestRecord(old.backendRef(), null, 0, old.openedAt(), old.expiresAt()));
            });
  }

  @Override
  public Digest commit(Call call, Commit commit) {
    Call caller = call.in(opener.namespace());
    Map<String, String> labels = Labels.checked(commit.labels());
    parts.ledger().checkLease(caller);
    long size = status().offset();
    if (commit.size() > 0 && commit.size() != size) {
      throw Fault.FAILED_PRECONDITION.because(
          "\"" + ref + "\" failed size validation: " + size + " != " + commit.size());
    }
    Digest expected = commit.expected();
    Digest digest = expected == null ? digest() : expected;
    // Held, the blob does not go between its coming into the backend and its record.
    try (Hold _ = parts.holds().hold(caller, ContentParts.hold(digest))) {
      Digest actual = commitBackend(caller, new Commit(size, expected, Map.of()), digest);
      boolean done = false;
      try {
        boolean fresh = record(caller, actual, size, labels);
        done = backend != null || !hasBackendIngest(caller);
        if (!fresh) {
          throw Fault.ALREADY_EXISTS.because("content " + actual);
        }
      } finally {
        if (!done) {
          parts.leftovers().content();
        }
      }
      return actual;
    }
  }

  /// Has the bytes in the backend as a blob, whoever brought them.
  private Digest commitBackend(Call call, Commit commit, Digest digest) {
    if (backend == null) {
      if (!digest.equals(shared())) {
        throw Fault.FAILED_PRECONDITION.because(
            "unexpected commit digest " + shared() + ", expected " + digest);
      }
      parts.backend().info(call, digest);
      return digest;
    }
    try {
      return backend.commit(call, commit);
    } catch (GantryException e) {
      if (e.fault() == Fault.ALREADY_EXISTS) {
        return digest;
      }
      throw e;
    }
  }

  /// Whether this shared ingest had bytes of its own before it was one.
  private boolean hasBackendIngest(Call call) {
    try {
      parts.backend().status(call, record.backendRef());
      return true;
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// Writes the record of the blob, unless the namespace has it already.
  private boolean record(Call call, Digest digest, long size, Map<String, String> labels) {
    Instant now = parts.clock().instant();
    return parts
        .ledger()
        .write(
            call,
            edit -> {
              Key key = Table.BLOBS.key(edit.namespace(), digest.toString());
              boolean fresh = !edit.contains(key);
              if (fresh) {
                edit.put(Table.BLOBS, key, new BlobRecord(size, now, now, labels));
                edit.announce(new Event.ContentCreate(digest.toString(), size));
              }
              Ingests.forget(edit, ref, record);
              edit.lease(Layout.CONTENT, digest.toString());
              return fresh;
            });
  }

  @Override
  public void close() {
    if (backend != null) {
      backend.close();
    }
  }
}
