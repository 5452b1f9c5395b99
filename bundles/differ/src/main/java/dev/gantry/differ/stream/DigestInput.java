package dev.gantry.differ.stream;

import dev.gantry.api.types.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/// Counts and digests what passes.
final class DigestInput extends FilterInputStream {
  private final MessageDigest hash = Digest.Algorithm.SHA256.newHash();
  private long size;

  DigestInput(InputStream source) {
    super(source);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int got = in.read(target, offset, length);
    if (got > 0) {
      hash.update(target, offset, got);
      size += got;
    }
    return got;
  }

  Digest digest() {
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }

  long size() {
    return size;
  }
}
