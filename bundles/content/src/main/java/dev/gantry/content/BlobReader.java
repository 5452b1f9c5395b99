package dev.gantry.content;

import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads one blob. Its length is the one it had when it was opened; blobs never change.
final class BlobReader implements ContentReader {
  private final Digest digest;
  private final FileChannel file;
  private final long size;

  private BlobReader(Digest digest, FileChannel file, long size) {
    this.digest = digest;
    this.file = file;
    this.size = size;
  }

  static BlobReader open(Digest digest, Path path) {
    try {
      FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
      return new BlobReader(digest, file, file.size());
    } catch (NoSuchFileException e) {
      throw Blobs.missing(digest);
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("open content " + digest + ": " + e.getMessage(), e);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    try {
      return file.read(into, offset);
    } catch (IOException e) {
      throw Fault.DATA_LOSS.because(
          "read content " + digest + " at " + offset + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("close content " + digest + ": " + e.getMessage(), e);
    }
  }
}
