package dev.gantry.differ.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The records of an extended header: keywords with values of any bytes. The last of a keyword
/// counts; an empty value takes it back.
final class PaxRecords {
  static final String XATTR = "SCHILY.xattr.";
  private static final String SPARSE_OFFSET = "GNU.sparse.offset";
  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";
  static final PaxRecords NONE = new PaxRecords();

  private final Map<String, byte[]> records = new HashMap<>();
  // The oldest sparse format repeats two keywords.
  private final SparseMap.Builder repeated = new SparseMap.Builder();

  private PaxRecords() {}

  static PaxRecords parse(byte[] text) throws MalformedArchiveException {
    var all = new PaxRecords();
    for (int at = 0; at < text.length; ) {
      at = all.takeOne(text, at);
    }
    return all;
  }

  /// A record is its own length in decimal, a blank, keyword, `=`, value and a line feed.
  private int takeOne(byte[] text, int from) throws MalformedArchiveException {
    int blank = find(text, ' ', from, Math.min(text.length, from + 8));
    long length = Numbers.decimal(Arrays.copyOfRange(text, from, blank));
    if (length < blank - from + 3 || length > text.length - from) {
      throw wrong("length");
    }
    int end = from + (int) length;
    int equals = find(text, '=', blank + 1, end);
    if (text[end - 1] != '\n' || equals == blank + 1) {
      throw wrong(text[end - 1] != '\n' ? "end" : "keyword");
    }
    String key = new String(text, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
    take(key, Arrays.copyOfRange(text, equals + 1, end - 1));
    return end;
  }

  private static int find(byte[] text, char wanted, int from, int end)
      throws MalformedArchiveException {
    for (int i = from; i < end; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    throw wrong(wanted == ' ' ? "length" : "keyword");
  }

  private void take(String key, byte[] value) throws MalformedArchiveException {
    if (key.indexOf('\0') >= 0) {
      throw wrong("keyword");
    }
    if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
      repeated.add(Numbers.decimal(value));
    } else if (value.length == 0 && !key.startsWith(XATTR)) {
      records.remove(key);
    } else {
      records.put(key, value);
    }
  }

  private static MalformedArchiveException wrong(String what) {
    return new MalformedArchiveException("an extended header has a record of wrong " + what);
  }

  Optional<byte[]> get(String key) {
    return Optional.ofNullable(records.get(key));
  }

  /// A name or path, which cannot hold NUL.
  Optional<byte[]> text(String key) throws MalformedArchiveException {
    byte[] value = records.get(key);
    if (value != null) {
      for (byte b : value) {
        if (b == 0) {
          throw new MalformedArchiveException("a name holds a NUL byte");
        }
      }
    }
    return Optional.ofNullable(value);
  }

  long number(String key, long otherwise) throws MalformedArchiveException {
    byte[] value = records.get(key);
    return value == null ? otherwise : Numbers.decimal(value);
  }

  Map<String, byte[]> xattrs() throws MalformedArchiveException {
    var found = new HashMap<String, byte[]>();
    for (var one : records.entrySet()) {
      if (one.getKey().startsWith(XATTR)) {
        found.put(one.getKey().substring(XATTR.length()), one.getValue());
      }
    }
    return found;
  }

  /// Offsets and lengths of the oldest sparse format.
  SparseMap.Builder repeatedSparse() {
    return repeated;
  }
}
