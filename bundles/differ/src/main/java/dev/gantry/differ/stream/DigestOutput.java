package dev.gantry.differ.stream;

import dev.gantry.api.types.Digest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Digests what passes.
public final class DigestOutput extends FilterOutputStream {
  private final MessageDigest hash = Digest.Algorithm.SHA256.newHash();

  /// @param target closed with this stream
  public DigestOutput(OutputStream target) {
    super(target);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    hash.update(source, offset, length);
    out.write(source, offset, length);
  }

  /// Of all that has passed. Called once.
  public Digest digest() {
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }
}
