package dev.gantry.differ.tar;

import dev.gantry.linux.FileStat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One header block, its checksum verified.
final class Header {
  private static final int CHECKSUM = 148;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;

  /// Which dialect the block is written in; it decides what stands after the names of the owners.
  private enum Dialect {
    OLD,
    USTAR,
    STAR,
    GNU
  }

  private final byte[] block;
  private final Dialect dialect;

  private Header(byte[] block) {
    this.block = block;
    this.dialect = dialect();
  }

  /// @param block used as long as the header is
  static Header of(byte[] block) throws MalformedArchiveException {
    var header = new Header(block);
    long expected = header.number(CHECKSUM, 8);
    long unsigned = 8 * ' ';
    long signed = 8 * ' ';
    for (int i = 0; i < TarBlocks.SIZE; i++) {
      if (i < CHECKSUM || i >= CHECKSUM + 8) {
        unsigned += block[i] & 0xff;
        signed += block[i];
      }
    }
    if (expected != unsigned && expected != signed) {
      throw new MalformedArchiveException("a header has a wrong checksum");
    }
    return header;
  }

  private Dialect dialect() {
    if (startsWith(MAGIC, "ustar\0")) {
      return startsWith(508, "tar\0") ? Dialect.STAR : Dialect.USTAR;
    }
    return startsWith(MAGIC, "ustar  \0") ? Dialect.GNU : Dialect.OLD;
  }

  private boolean startsWith(int offset, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(block, offset, offset + wanted.length, wanted, 0, wanted.length);
  }

  char flag() {
    return (char) (block[156] & 0xff);
  }

  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix =
        switch (dialect) {
          case USTAR -> text(PREFIX, 155);
          case STAR -> text(PREFIX, 131);
          case OLD, GNU -> new byte[0];
        };
    if (prefix.length == 0) {
      return name;
    }
    byte[] both = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    both[prefix.length] = '/';
    System.arraycopy(name, 0, both, prefix.length + 1, name.length);
    return both;
  }

  byte[] link() {
    return text(157, 100);
  }

  int mode() throws MalformedArchiveException {
    return (int) number(100, 8) & 07777;
  }

  long uid() throws MalformedArchiveException {
    return number(108, 8);
  }

  long gid() throws MalformedArchiveException {
    return number(116, 8);
  }

  long size() throws MalformedArchiveException {
    return number(124, 12);
  }

  long modified() throws MalformedArchiveException {
    return number(136, 12);
  }

  FileStat.Device device() throws MalformedArchiveException {
    return dialect == Dialect.OLD
        ? TarEntry.NO_DEVICE
        : new FileStat.Device((int) number(329, 8), (int) number(337, 8));
  }

  /// A file with holes in GNU's own dialect.
  boolean isGnuSparse() {
    return flag() == 'S';
  }

  long gnuRealSize() throws MalformedArchiveException {
    return number(483, 12);
  }

  /// Takes over the part of a sparse map that stands in this header.
  ///
  /// @return whether a block with more follows
  boolean gnuSparse(SparseMap.Builder map) throws MalformedArchiveException {
    return sparse(block, 386, 4, map);
  }

  /// The same for a block that follows.
  static boolean moreGnuSparse(byte[] block, SparseMap.Builder map)
      throws MalformedArchiveException {
    return sparse(block, 0, 21, map);
  }

  private static boolean sparse(byte[] block, int offset, int count, SparseMap.Builder map)
      throws MalformedArchiveException {
    for (int i = 0; i < count && block[offset + 24 * i] != 0; i++) {
      map.add(Numbers.field(block, offset + 24 * i, 12));
      map.add(Numbers.field(block, offset + 24 * i + 12, 12));
    }
    return block[offset + 24 * count] != 0;
  }

  private long number(int offset, int length) throws MalformedArchiveException {
    return Numbers.field(block, offset, length);
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }
}
