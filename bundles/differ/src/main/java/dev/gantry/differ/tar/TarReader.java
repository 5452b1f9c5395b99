package dev.gantry.differ.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an archive from a stream: old, ustar, PAX and GNU dialects with their long names, sparse
/// files and extended attributes. It holds no more than one header with its extensions, which are
/// bounded. One thread at a time; the stream stays the caller's.
///
/// Anything that is damaged, cut short or unknown is a [MalformedArchiveException]. The archive may
/// end with two blocks of zeros or at any entry's end. Records of a global header are checked and
/// otherwise ignored.
public final class TarReader {
  private static final int MOST_EXTENSION = 1024 * 1024;
  private static final int MOST_NAME = 64 * 1024;

  private final TarBlocks blocks;
  private final byte[] block = new byte[TarBlocks.SIZE];
  // Read while the header in the first is still needed.
  private final byte[] extra = new byte[TarBlocks.SIZE];
  private long remaining;
  private long padding;

  public TarReader(InputStream source) {
    this.blocks = new TarBlocks(source);
  }

  /// The next entry, whatever was read of the one before; empty at the end of the archive.
  public Optional<TarEntry> next() throws IOException {
    blocks.skip(remaining + padding);
    remaining = 0;
    padding = 0;
    var extensions = new Extensions();
    Header header = header();
    while (header != null && extend(header, extensions)) {
      header = header();
    }
    if (header != null) {
      return Optional.of(complete(header, extensions));
    }
    if (!extensions.isEmpty()) {
      throw new MalformedArchiveException("the archive ends after an extension of a header");
    }
    return Optional.empty();
  }

  private @Nullable Header header() throws IOException {
    if (!blocks.next(block)) {
      return null;
    }
    if (!isZero()) {
      return Header.of(block);
    }
    if (blocks.next(block) && !isZero()) {
      throw new MalformedArchiveException("something follows a block of zeros");
    }
    return null;
  }

  private boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// Takes in a header that only adds to the one that follows; false when it is no such header.
  private boolean extend(Header header, Extensions extensions) throws IOException {
    switch (header.flag()) {
      case 'x' -> extensions.records = PaxRecords.parse(extension(header, MOST_EXTENSION));
      case 'g' -> PaxRecords.parse(extension(header, MOST_EXTENSION));
      case 'L' -> extensions.name = untilNul(extension(header, MOST_NAME));
      case 'K' -> extensions.link = untilNul(extension(header, MOST_NAME));
      default -> {
        return false;
      }
    }
    return true;
  }

  private byte[] extension(Header header, int most) throws IOException {
    long size = header.size();
    if (size < 0 || size > most) {
      throw new MalformedArchiveException("an extension of a header has " + size + " bytes");
    }
    return blocks.whole((int) size);
  }

  private static byte[] untilNul(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }

  private TarEntry complete(Header header, Extensions extensions) throws IOException {
    long size = extensions.records.number("size", header.size());
    if (size < 0) {
      throw new MalformedArchiveException("an entry has " + size + " bytes");
    }
    var draft = new Draft(header, extensions.records, extensions.name, extensions.link);
    EntryType type = draft.type();
    if (type != EntryType.FILE) {
      return draft.entry(type, 0, null);
    }
    remaining = size;
    padding = TarBlocks.padding(size);
    return new SparseFormat(this, header, extensions.records).apply(draft, size);
  }

  /// A block that follows the header. It and the next one share their memory.
  byte[] moreHeader() throws IOException {
    if (!blocks.next(extra)) {
      throw TarBlocks.truncated();
    }
    return extra;
  }

  /// A block of the entry's data.
  byte[] dataBlock() throws IOException {
    if (remaining < TarBlocks.SIZE) {
      throw new MalformedArchiveException("a sparse map is longer than its entry");
    }
    remaining -= TarBlocks.SIZE;
    return moreHeader();
  }

  /// What is left of the entry's data.
  long remaining() {
    return remaining;
  }

  /// Reads data of the current entry: those of a file as they are, of a sparse one its segments in
  /// a row.
  ///
  /// @return bytes read, -1 at their end
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (remaining == 0) {
      return -1;
    }
    int got = blocks.read(target, offset, (int) Math.min(length, remaining));
    remaining -= got;
    return got;
  }

  /// Reads what follows the archive, up to the end of the stream.
  public void drain() throws IOException {
    blocks.drain();
  }

  /// What came before a header to complete it.
  private static final class Extensions {
    private PaxRecords records = PaxRecords.NONE;
    private byte @Nullable [] name;
    private byte @Nullable [] link;

    boolean isEmpty() {
      return records == PaxRecords.NONE && name == null && link == null;
    }
  }
}
