package dev.gantry.differ;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.content.ContentPlugin;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The local content store with labels, which the metadata would keep.
public final class LabelledContent implements ContentStore, AutoCloseable {
  private static final String LABELS = "labels.";

  private final ContentStore local;
  private final Map<Digest, Map<String, String>> labels = new ConcurrentHashMap<>();

  private LabelledContent(ContentStore local) {
    this.local = local;
  }

  static LabelledContent in(Path root) {
    return new LabelledContent(
        (ContentStore) new ContentPlugin().init(new PluginContext(root, new ArrayList<>())));
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    ContentInfo info = local.info(call, digest);
    return new ContentInfo(
        digest,
        info.size(),
        info.createdAt(),
        info.updatedAt(),
        labels.getOrDefault(digest, Map.of()));
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> changed, List<String> paths) {
    var all = new HashMap<>(labels.getOrDefault(digest, Map.of()));
    for (String path : paths) {
      String key = path.substring(LABELS.length());
      all.put(key, changed.getOrDefault(key, ""));
    }
    labels.put(digest, all);
    return info(call, digest);
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    local.walk(call, filter, visitor);
  }

  @Override
  public void delete(Call call, Digest digest) {
    local.delete(call, digest);
    labels.remove(digest);
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    return local.reader(call, digest);
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    return new Writer(local.writer(call, ingest));
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    return local.status(call, ref);
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return local.statuses(call, filter);
  }

  @Override
  public void abort(Call call, String ref) {
    local.abort(call, ref);
  }

  @Override
  public void close() {
    try {
      ((AutoCloseable) local).close();
    } catch (Exception e) {
      throw new IllegalStateException("the content store does not close", e);
    }
  }

  private final class Writer implements ContentWriter {
    private final ContentWriter to;

    Writer(ContentWriter to) {
      this.to = to;
    }

    @Override
    public void write(ByteBuffer bytes) {
      to.write(bytes);
    }

    @Override
    public Digest digest() {
      return to.digest();
    }

    @Override
    public IngestStatus status() {
      return to.status();
    }

    @Override
    public void truncate(long size) {
      to.truncate(size);
    }

    @Override
    public Digest commit(Call call, Commit commit) {
      Digest digest = to.commit(call, commit);
      labels.put(digest, commit.labels());
      return digest;
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
