package dev.gantry.metadata.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Mask;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.BlobRecord;
import dev.gantry.store.Key;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The blobs of each namespace, with their labels, over a backend that keeps the bytes of all. What
/// is deleted here stays in the backend until a collection.
public final class NamespacedContent implements ContentStore {
  private final ContentParts parts;
  private final Ingests ingests;

  public NamespacedContent(ContentParts parts) {
    this.parts = parts;
    this.ingests = new Ingests(parts);
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    return info(digest, find(call, digest));
  }

  private BlobRecord find(Call call, Digest digest) {
    Key key = Table.BLOBS.key(call.namespace(), digest.toString());
    return Table.BLOBS.find(parts.ledger().read(), key).orElseThrow(() -> missing(digest));
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> labels, List<String> paths) {
    Mask mask = Mask.ofLabels(paths, "content info \"" + digest + "\"");
    Instant now = parts.clock().instant();
    return parts
        .ledger()
        .write(
            call,
            edit -> {
              Key key = Table.BLOBS.key(edit.namespace(), digest.toString());
              BlobRecord old = edit.find(Table.BLOBS, key).orElseThrow(() -> missing(digest));
              BlobRecord record =
                  new BlobRecord(
                      old.size(), old.createdAt(), now, mask.labels(old.labels(), labels));
              edit.put(Table.BLOBS, key, record);
              return info(digest, record);
            });
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    Table.BLOBS.walk(
        parts.ledger().read(),
        Table.BLOBS.all(call.namespace()),
        (key, record) -> {
          ContentInfo info = info(Digest.parse(key.name(4)), record);
          if (filter.matches(info)) {
            visitor.accept(info);
          }
        });
  }

  @Override
  public void delete(Call call, Digest digest) {
    parts
        .ledger()
        .update(
            call,
            edit -> {
              Key key = Table.BLOBS.key(edit.namespace(), digest.toString());
              if (!edit.contains(key)) {
                throw missing(digest);
              }
              edit.delete(key);
              edit.unlease(Layout.CONTENT, digest.toString());
              edit.freed();
              edit.announce(new Event.ContentDelete(digest.toString()));
            });
    parts.leftovers().content();
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    find(call, digest);
    return parts.backend().reader(call, digest);
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    return ingests.open(call, ingest);
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    return ingests.status(call, ref);
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return ingests.statuses(call, filter);
  }

  @Override
  public void abort(Call call, String ref) {
    ingests.abort(call, ref);
  }

  private static ContentInfo info(Digest digest, BlobRecord record) {
    return new ContentInfo(
        digest, record.size(), record.createdAt(), record.updatedAt(), record.labels());
  }

  private static GantryException missing(Digest digest) {
    return Fault.NOT_FOUND.because("content digest " + digest);
  }
}
