package dev.gantry.differ.stream;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// A blob as a stream that ends when nobody waits for it any more.
final class BlobInput extends InputStream {
  private final Call call;
  private final ContentReader blob;
  private long offset;

  BlobInput(Call call, ContentReader blob) {
    this.call = call;
    this.blob = blob;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int from, int length) {
    Objects.checkFromIndexSize(from, length, target.length);
    call.check();
    int got = blob.read(ByteBuffer.wrap(target, from, length), offset);
    offset += Math.max(got, 0);
    return got;
  }

  @Override
  public void close() {
    blob.close();
  }
}
