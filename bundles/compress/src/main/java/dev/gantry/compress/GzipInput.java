package dev.gantry.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Reads gzip members in a row. The JDK's own reader takes a damaged later member for the end,
/// reads in small pieces, and knows no positions.
final class GzipInput extends InputStream {
  private static final int RESERVED_FLAGS = 0xe0;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final GzipSource source;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private boolean started;
  private boolean inMember;
  private boolean closed;
  private long memberLength;
  private long uncompressed;
  private @Nullable CorruptStreamException damage;

  GzipInput(InputStream source) {
    this.source = new GzipSource(source);
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
      throw new IOException("the gzip stream is closed");
    }
    if (damage != null) {
      throw damage;
    }
    return length == 0 ? 0 : next(target, offset, length);
  }

  private int next(byte[] target, int offset, int length) throws IOException {
    while (inMember || nextMember()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        memberLength += count;
        uncompressed += count;
        return count;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw corrupt("it needs a dictionary");
      } else if (!source.feed(inflater)) {
        throw truncated();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      source.takeBack(inflater);
      throw corrupt(e.getMessage() == null ? "invalid data" : e.getMessage());
    }
  }

  /// False at the end of the stream. Zeros after a member are padding.
  private boolean nextMember() throws IOException {
    int first = source.next();
    while (started && first == 0) {
      first = source.next();
    }
    if (started && first < 0) {
      return false;
    }
    source.beginHeader();
    if (required(first) != 0x1f || byteOf() != 0x8b) {
      throw corrupt(started ? "data that is no gzip follows a member" : "no gzip header");
    }
    started = true;
    readHeader();
    inflater.reset();
    checksum.reset();
    memberLength = 0;
    inMember = true;
    source.feed(inflater);
    return true;
  }

  private void readHeader() throws IOException {
    int method = byteOf();
    int flags = byteOf();
    if (method != 8 || (flags & RESERVED_FLAGS) != 0) {
      throw corrupt("unknown method " + method + " or flags " + flags);
    }
    pass(6);
    if ((flags & EXTRA) != 0) {
      pass(little(2));
    }
    if ((flags & NAME) != 0) {
      passText();
    }
    if ((flags & COMMENT) != 0) {
      passText();
    }
    int sum = source.headerSum();
    if ((flags & HEADER_CRC) != 0 && little(2) != sum) {
      throw corrupt("wrong checksum of the header");
    }
  }

  private void endMember() throws IOException {
    source.takeBack(inflater);
    inMember = false;
    if (little(4) != checksum.getValue()) {
      throw corrupt("wrong checksum");
    }
    if (little(4) != (memberLength & 0xffffffffL)) {
      throw corrupt("wrong length");
    }
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) byteOf() << (8 * i);
    }
    return value;
  }

  private void pass(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      byteOf();
    }
  }

  private void passText() throws IOException {
    while (byteOf() != 0) {
      // to the end of the text
    }
  }

  private int byteOf() throws IOException {
    return required(source.next());
  }

  private int required(int next) throws IOException {
    if (next < 0) {
      throw truncated();
    }
    return next;
  }

  private CorruptStreamException truncated() {
    return corrupt("it is cut short");
  }

  private CorruptStreamException corrupt(String reason) {
    damage = new CorruptStreamException(Compression.GZIP, reason, source.consumed(), uncompressed);
    return damage;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    inflater.end();
    source.close();
  }
}
