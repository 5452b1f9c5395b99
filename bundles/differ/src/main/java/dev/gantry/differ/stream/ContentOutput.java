package dev.gantry.differ.stream;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentWriter;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Appends to an ingest, and ends when nobody waits for it any more. The writer stays the caller's.
public final class ContentOutput extends OutputStream {
  private final Call call;
  private final ContentWriter writer;

  public ContentOutput(Call call, ContentWriter writer) {
    this.call = call;
    this.writer = writer;
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    call.check();
    writer.write(ByteBuffer.wrap(source, offset, length));
  }
}
