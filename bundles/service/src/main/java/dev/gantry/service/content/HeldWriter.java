package dev.gantry.service.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.plugin.Handle.Use;
import dev.gantry.api.types.Digest;
import java.nio.ByteBuffer;

/// A writer that keeps its store in use.
record HeldWriter(ContentWriter writer, Use<?> use) implements ContentWriter {
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
    return writer.commit(call, commit);
  }

  @Override
  public void close() {
    try (use) {
      writer.close();
    }
  }
}
