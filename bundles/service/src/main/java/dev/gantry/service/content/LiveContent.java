package dev.gantry.service.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Handle.Use;
import dev.gantry.api.types.Digest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// The content of whatever metadata database is there at the moment. Readers and writers keep
/// theirs in use until they are closed.
final class LiveContent implements ContentStore {
  private final Handle<MetadataDatabase> metadata;

  LiveContent(Handle<MetadataDatabase> metadata) {
    this.metadata = metadata;
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    return metadata.with(db -> db.content().info(call, digest));
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> labels, List<String> paths) {
    return metadata.with(db -> db.content().update(call, digest, labels, paths));
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    metadata.run(db -> db.content().walk(call, filter, visitor));
  }

  @Override
  public void delete(Call call, Digest digest) {
    metadata.run(db -> db.content().delete(call, digest));
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    return open(use -> new HeldReader(use.get().content().reader(call, digest), use));
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    return open(use -> new HeldWriter(use.get().content().writer(call, ingest), use));
  }

  private <R> R open(Function<Use<MetadataDatabase>, R> opening) {
    Use<MetadataDatabase> use = metadata.open();
    try {
      return opening.apply(use);
    } catch (RuntimeException e) {
      use.close();
      throw e;
    }
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    return metadata.with(db -> db.content().status(call, ref));
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return metadata.with(db -> db.content().statuses(call, filter));
  }

  @Override
  public void abort(Call call, String ref) {
    metadata.run(db -> db.content().abort(call, ref));
  }
}
