package dev.gantry.metadata;

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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The local content store with hooks: they see `delete` and `commit` by name, before and after it
/// is done, and may throw or wait.
public final class HookedContent implements ContentStore {
  private final ContentStore inner;
  private volatile Consumer<String> before = name -> {};
  private volatile Consumer<String> after = name -> {};

  HookedContent(ContentStore inner) {
    this.inner = inner;
  }

  public void before(Consumer<String> action) {
    before = action;
  }

  public void after(Consumer<String> action) {
    after = action;
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    return inner.info(call, digest);
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> labels, List<String> paths) {
    return inner.update(call, digest, labels, paths);
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    inner.walk(call, filter, visitor);
  }

  @Override
  public void delete(Call call, Digest digest) {
    before.accept("delete");
    inner.delete(call, digest);
    after.accept("delete");
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    return inner.reader(call, digest);
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    return new HookedWriter(inner.writer(call, ingest));
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    return inner.status(call, ref);
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return inner.statuses(call, filter);
  }

  @Override
  public void abort(Call call, String ref) {
    inner.abort(call, ref);
  }

  private final class HookedWriter implements ContentWriter {
    private final ContentWriter writer;

    HookedWriter(ContentWriter writer) {
      this.writer = writer;
    }

    @Override
    public void write(ByteBuffer bytes) {
      writer.write(bytes);
    }

    @Override
    public Digest digest() {
      return writer.digest();
    }

    @Override
    public IngestStatus status() {
      return writer.status();
    }

    @Override
    public void truncate(long size) {
      writer.truncate(size);
    }

    @Override
    public Digest commit(Call call, Commit commit) {
      before.accept("commit");
      Digest digest = writer.commit(call, commit);
      after.accept("commit");
      return digest;
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
