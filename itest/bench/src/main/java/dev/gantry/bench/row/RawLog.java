package dev.gantry.bench.row;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The least that a durable write costs on this disk: records appended to a file, and forced.
final class RawLog implements AutoCloseable {
  /// About what a lease takes in a log.
  private static final int RECORD_BYTES = 140;

  private final FileChannel channel;

  RawLog(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// @param forces how often the file is forced
  /// @param records how many share a force
  /// @return records a second
  double rate(int forces, int records) throws IOException {
    byte[] bytes = new byte[RECORD_BYTES * records];
    long begin = System.nanoTime();
    for (int i = 0; i < forces; i++) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
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
