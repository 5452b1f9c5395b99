package dev.gantry.service.content;

import dev.gantry.api.content.ContentReader;
import dev.gantry.api.plugin.Handle.Use;
import java.nio.ByteBuffer;

/// A reader that keeps its store in use.
record HeldReader(ContentReader reader, Use<?> use) implements ContentReader {
  @Override
  public long size() {
    return reader.size();
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    return reader.read(into, offset);
  }

  @Override
  public void close() {
    try (use) {
      reader.close();
    }
  }
}
