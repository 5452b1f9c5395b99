package dev.gantry.bench.row;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The least that a durable write costs on this disk: records written one after the other, and
/// forced.
final class RawLog implements AutoCloseable {
  /// About what a lease takes in Gantry's log.
  private static final int RECORD_BYTES = 140;

  private final FileChannel channel;
  private final long written;
  private long at; // Owned by the thread that calls rate.

  /// @param written bytes that the file has beforehand; the records go there while they fit, and
  ///   then there again. 0: the file grows.
  RawLog(Path file, int written) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.written = written;
    channel.write(ByteBuffer.allocate(written), 0);
    channel.force(true);
  }

  /// @param forces how often the file is forced
  /// @param records how many share a force
  /// @return records a second
  double rate(int forces, int records) throws IOException {
    byte[] bytes = new byte[RECORD_BYTES * records];
    long begin = System.nanoTime();
    for (int i = 0; i < forces; i++) {
      if (written > 0 && at + bytes.length > written) {
        at = 0;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      channel.force(false);
    }
    return forces * records / ((System.nanoTime() - begin) / 1e9);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
