package dev.gantry.metadata.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.content.ContentParts;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.store.Reader;
import dev.gantry.store.Snapshot;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Removes from the content store what no record of any namespace needs. What cannot be removed is
/// logged and looked at again by the next collection.
final class ContentSweep {
  private static final Logger LOG = System.getLogger(ContentSweep.class.getName());

  private final ContentParts parts;
  private final Ledger ledger;
  private final ContentStore backend;

  ContentSweep(ContentParts parts) {
    this.parts = parts;
    this.ledger = parts.ledger();
    this.backend = parts.backend();
  }

  void run() {
    if (!parts.leftovers().takeContent()) {
      return;
    }
    boolean done = false;
    try {
      removeBlobs();
      abortIngests();
      done = true;
    } catch (RuntimeException e) {
      // Whatever a backend throws, the others are swept all the same.
      ledger.checkOpen();
      LOG.log(Level.WARNING, "content is not swept reason=\"{0}\"", e);
    } finally {
      if (!done) {
        parts.leftovers().content();
      }
    }
  }

  private void removeBlobs() {
    Snapshot now = ledger.read();
    List<Digest> unneeded = new ArrayList<>();
    backend.walk(
        Call.DAEMON,
        Filter.ALL,
        info -> {
          if (!isNeeded(now, info.digest())) {
            unneeded.add(info.digest());
          }
        });
    unneeded.forEach(this::removeBlob);
  }

  private void removeBlob(Digest digest) {
    Optional<Hold> hold = parts.holds().tryHold(ContentParts.hold(digest));
    if (hold.isEmpty()) {
      parts.leftovers().content();
      return;
    }
    try (Hold _ = hold.get()) {
      // Nobody can bring it in while it is held; who did before has published that by now.
      if (!isNeeded(ledger.read(), digest)) {
        backend.delete(Call.DAEMON, digest);
        LOG.log(Level.DEBUG, "blob removed digest={0}", digest);
      }
    } catch (GantryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static boolean isNeeded(Reader in, Digest digest) {
    for (String namespace : in.children(Layout.NAMESPACES)) {
      if (in.contains(Table.BLOBS.key(namespace, digest.toString()))) {
        return true;
      }
    }
    return in.count(Layout.sharing(digest)) > 0;
  }

  private void abortIngests() {
    List<IngestStatus> ingests = backend.statuses(Call.DAEMON, Filter.ALL);
    // Read after the backend: whoever opens an ingest writes its record first.
    Set<String> known = knownRefs(ledger.read());
    for (IngestStatus ingest : ingests) {
      if (!known.contains(ingest.ref())) {
        abort(ingest.ref());
      }
    }
  }

  private static Set<String> knownRefs(Reader in) {
    Set<String> refs = new HashSet<>();
    for (String namespace : in.children(Layout.NAMESPACES)) {
      Table.INGESTS.walk(
          in, Table.INGESTS.all(namespace), (_, record) -> refs.add(record.backendRef()));
    }
    return refs;
  }

  private void abort(String ref) {
    try {
      backend.abort(Call.DAEMON, ref);
      LOG.log(Level.DEBUG, "ingest removed ref=\"{0}\"", ref);
    } catch (GantryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
    }
  }
}
