package dev.gantry.differ.tar;

import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an archive says of one entry.
///
/// @param name the path as it stands in the archive
/// @param link the target of a link; empty for all else
/// @param mode permission bits with setuid, setgid and sticky
/// @param size of a file in bytes, holes included; 0 for all else
/// @param accessed not always there
/// @param device of a device node; 0:0 for all else
/// @param xattrs extended attributes by full name; nobody changes the values
/// @param sparse where the data of a file with holes lie; absent for a file without
public record TarEntry(
    EntryType type,
    FileName name,
    FileName link,
    int mode,
    int uid,
    int gid,
    long size,
    Instant modified,
    @Nullable Instant accessed,
    FileStat.Device device,
    Map<String, byte[]> xattrs,
    @Nullable SparseMap sparse) {
  public static final FileStat.Device NO_DEVICE = new FileStat.Device(0, 0);
  public static final FileName NO_LINK = FileName.of("");

  public TarEntry {
    xattrs = Map.copyOf(xattrs);
  }

  /// The same as a link.
  public TarEntry linkedTo(FileName target) {
    return new TarEntry(
        type, name, target, mode, uid, gid, size, modified, accessed, device, xattrs, sparse);
  }

  /// The same with data.
  public TarEntry sized(long bytes) {
    return new TarEntry(
        type, name, link, mode, uid, gid, bytes, modified, accessed, device, xattrs, sparse);
  }
}
