package dev.gantry.compress;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;

/// Fails where another stream would end.
final class FailingInput extends FilterInputStream {
  private boolean closed;

  FailingInput(byte[] before) {
    super(new ByteArrayInputStream(before));
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public int read() throws IOException {
    return check(in.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return check(in.read(target, offset, length));
  }

  private static int check(int result) throws IOException {
    if (result < 0) {
      throw new IOException("no more");
    }
    return result;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
