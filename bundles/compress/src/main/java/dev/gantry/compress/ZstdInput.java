package dev.gantry.compress;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads zstd frames in a row. The library's own stream takes a cut in the header of a later frame
/// for the end and knows no positions. Its default limit, a window of 128 MiB, holds here.
final class ZstdInput extends InputStream {
  private static final int BUFFER = 128 * 1024;

  private final InputStream source;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] transfer = new byte[BUFFER];
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private boolean betweenFrames;
  private boolean closed;
  private long read;
  private long uncompressed;
  private @Nullable CorruptStreamException damage;

  ZstdInput(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (closed) {
      throw new IOException("the zstd stream is closed");
    }
    if (length == 0) {
      return 0;
    }
    if (!out.hasRemaining() && !produce()) {
      return -1;
    }
    int count = Math.min(length, out.remaining());
    out.get(target, offset, count);
    uncompressed += count;
    return count;
  }

  /// Makes `out` hold something; false at the end of the stream.
  private boolean produce() throws IOException {
    if (damage != null) {
      throw damage;
    }
    out.clear();
    while (out.position() == 0) {
      if (betweenFrames && !in.hasRemaining() && !fill()) {
        break;
      }
      step();
      // Nothing came out of all that was there: only more input helps.
      if (out.position() == 0 && !betweenFrames && !in.hasRemaining() && !fill()) {
        throw corrupt("it is cut short");
      }
    }
    return out.flip().hasRemaining();
  }

  private void step() throws IOException {
    try {
      betweenFrames = context.decompressDirectByteBufferStream(out, in);
    } catch (ZstdException e) {
      CorruptStreamException failure =
          corrupt(
              -e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()
                  ? "its window is larger than 128 MiB"
                  : String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private boolean fill() throws IOException {
    int count = source.read(transfer, 0, transfer.length);
    in.clear().limit(Math.max(count, 0));
    in.put(0, transfer, 0, in.limit());
    read += in.limit();
    return count > 0;
  }

  private CorruptStreamException corrupt(String reason) {
    out.limit(0);
    damage =
        new CorruptStreamException(Compression.ZSTD, reason, read - in.remaining(), uncompressed);
    return damage;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      context.close();
    }
    source.close();
  }
}
