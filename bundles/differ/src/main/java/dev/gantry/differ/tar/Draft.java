package dev.gantry.differ.tar;

import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A header with what extends it, put together: GNU's long names count before PAX records, and
/// these before the header.
final class Draft {
  private final Header header;
  private final PaxRecords records;
  private final byte @Nullable [] longLink;
  private byte[] name;

  Draft(Header header, PaxRecords records, byte @Nullable [] longName, byte @Nullable [] longLink)
      throws MalformedArchiveException {
    this.header = header;
    this.records = records;
    this.longLink = longLink;
    this.name = longName != null ? longName : records.text("path").orElseGet(header::name);
  }

  void rename(byte[] to) {
    name = to;
  }

  EntryType type() throws MalformedArchiveException {
    boolean slash = name.length > 0 && name[name.length - 1] == '/';
    return EntryType.of(header.flag(), slash)
        .orElseThrow(
            () ->
                new MalformedArchiveException(
                    "entry \"%s\" is of unknown type %d"
                        .formatted(FileName.of(name), (int) header.flag())));
  }

  TarEntry entry(EntryType type, long size, @Nullable SparseMap sparse)
      throws MalformedArchiveException {
    boolean linked = type == EntryType.HARD_LINK || type == EntryType.SYMBOLIC_LINK;
    boolean device = type == EntryType.CHARACTER_DEVICE || type == EntryType.BLOCK_DEVICE;
    return new TarEntry(
        type,
        FileName.of(name),
        linked ? link() : TarEntry.NO_LINK,
        header.mode(),
        Numbers.id(records.number("uid", header.uid())),
        Numbers.id(records.number("gid", header.gid())),
        size,
        time("mtime", Numbers.time(header.modified())),
        records.get("atime").isPresent() ? time("atime", Instant.EPOCH) : null,
        device ? device() : TarEntry.NO_DEVICE,
        records.xattrs(),
        sparse);
  }

  private FileStat.Device device() throws MalformedArchiveException {
    FileStat.Device device = header.device();
    boolean fits = (device.major() & ~0xfff) == 0 && (device.minor() & ~0xfffff) == 0;
    if (!fits) {
      throw new MalformedArchiveException(
          "entry \"" + FileName.of(name) + "\" has a device number that Linux does not know");
    }
    return device;
  }

  private FileName link() throws MalformedArchiveException {
    return FileName.of(
        longLink != null ? longLink : records.text("linkpath").orElseGet(header::link));
  }

  private Instant time(String key, Instant otherwise) throws MalformedArchiveException {
    byte[] value = records.get(key).orElse(null);
    return value == null ? otherwise : Numbers.time(value);
  }
}
