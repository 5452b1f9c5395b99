package dev.gantry.differ.tar;

import dev.gantry.linux.FileName;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;

/// Writes an archive to a stream: ustar headers, with PAX records for what does not fit. The same
/// entries give the same bytes. One thread at a time; the stream stays the caller's.
public final class TarWriter {
  private final OutputStream target;
  private long remaining;
  private long padding;

  public TarWriter(OutputStream target) {
    this.target = target;
  }

  /// Begins an entry; the data of a file follow by [#write]. Files are written without holes.
  public void add(TarEntry entry) throws IOException {
    endEntry();
    var records = new PaxWriter();
    byte[] header = HeaderWriter.header(entry, records);
    if (!records.isEmpty()) {
      byte[] text = records.bytes();
      target.write(HeaderWriter.header(extension(entry, text.length), new PaxWriter(), 'x'));
      data(text);
    }
    target.write(header);
    remaining = entry.size();
    padding = TarBlocks.padding(entry.size());
  }

  private static TarEntry extension(TarEntry entry, int size) {
    return new TarEntry(
        EntryType.FILE,
        FileName.of("PaxHeaders/" + entry.type().flag()),
        TarEntry.NO_LINK,
        0644,
        0,
        0,
        size,
        Instant.EPOCH,
        null,
        TarEntry.NO_DEVICE,
        Map.of(),
        null);
  }

  private void data(byte[] bytes) throws IOException {
    target.write(bytes);
    target.write(new byte[(int) TarBlocks.padding(bytes.length)]);
  }

  /// Writes data of the current entry, never more than it has left.
  public void write(byte[] source, int offset, int length) throws IOException {
    if (length > remaining) {
      throw new IllegalArgumentException("the entry has only " + remaining + " bytes left");
    }
    target.write(source, offset, length);
    remaining -= length;
  }

  private void endEntry() throws IOException {
    if (remaining != 0) {
      throw new IllegalStateException("the entry has " + remaining + " bytes left");
    }
    target.write(new byte[(int) padding]);
    padding = 0;
  }

  /// Writes the end of the archive.
  public void finish() throws IOException {
    endEntry();
    target.write(new byte[2 * TarBlocks.SIZE]);
  }
}
