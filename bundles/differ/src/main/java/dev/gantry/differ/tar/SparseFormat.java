package dev.gantry.differ.tar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Finds out whether a file is stored without its holes, and where its data lie: GNU's old format
/// and the three that PAX records describe.
final class SparseFormat {
  private final TarReader archive;
  private final Header header;
  private final PaxRecords records;

  SparseFormat(TarReader archive, Header header, PaxRecords records) {
    this.archive = archive;
    this.header = header;
    this.records = records;
  }

  /// Leaves the archive at the first byte of data.
  ///
  /// @param stored bytes in the archive
  TarEntry apply(Draft draft, long stored) throws IOException {
    if (header.isGnuSparse()) {
      return sparse(draft, inHeader(), header.gnuRealSize());
    }
    String version = word("GNU.sparse.major") + "." + word("GNU.sparse.minor");
    Optional<byte[]> list = records.get("GNU.sparse.map");
    boolean old = !records.repeatedSparse().isEmpty();
    if (!version.equals("1.0") && list.isEmpty() && !old) {
      return draft.entry(EntryType.FILE, stored, null);
    }
    records.text("GNU.sparse.name").ifPresent(draft::rename);
    long size = records.number("GNU.sparse.size", records.number("GNU.sparse.realsize", stored));
    if (version.equals("1.0")) {
      return sparse(draft, inData(), size);
    }
    return sparse(draft, list.isPresent() ? inRecord(list.get()) : records.repeatedSparse(), size);
  }

  private TarEntry sparse(Draft draft, SparseMap.Builder found, long size) throws IOException {
    if (size < 0) {
      throw new MalformedArchiveException("a sparse file has " + size + " bytes");
    }
    SparseMap map = found.build(size);
    if (map.data() != archive.remaining()) {
      throw new MalformedArchiveException("a sparse map is not about the data that follow");
    }
    return draft.entry(EntryType.FILE, size, map);
  }

  private SparseMap.Builder inHeader() throws IOException {
    var map = new SparseMap.Builder();
    boolean more = header.gnuSparse(map);
    while (more) {
      more = Header.moreGnuSparse(archive.moreHeader(), map);
    }
    return map;
  }

  private static SparseMap.Builder inRecord(byte[] list) throws MalformedArchiveException {
    var map = new SparseMap.Builder();
    for (String number : new String(list, StandardCharsets.UTF_8).split(",", -1)) {
      map.add(Numbers.decimal(number.getBytes(StandardCharsets.UTF_8)));
    }
    return map;
  }

  /// The number of segments, then each offset and length, a line each, before the data themselves
  /// in blocks of their own.
  private SparseMap.Builder inData() throws IOException {
    var lines = new Lines();
    long count = lines.next();
    if (count < 0 || count > SparseMap.MOST_SEGMENTS) {
      throw new MalformedArchiveException("a sparse map claims " + count + " segments");
    }
    var map = new SparseMap.Builder();
    for (long i = 0; i < 2 * count; i++) {
      map.add(lines.next());
    }
    return map;
  }

  private String word(String key) {
    return records.get(key).map(value -> new String(value, StandardCharsets.UTF_8)).orElse("");
  }

  /// Lines of digits in the blocks of an entry's data.
  private final class Lines {
    private static final int LONGEST = 20;

    private byte[] block = {};
    private int at;

    long next() throws IOException {
      byte[] digits = new byte[LONGEST];
      int length = 0;
      for (byte b = take(); b != '\n'; b = take()) {
        if (length == LONGEST) {
          throw new MalformedArchiveException("a sparse map holds a number that is too long");
        }
        digits[length++] = b;
      }
      return Numbers.decimal(Arrays.copyOf(digits, length));
    }

    private byte take() throws IOException {
      if (at == block.length) {
        block = archive.dataBlock();
        at = 0;
      }
      return block[at++];
    }
  }
}
