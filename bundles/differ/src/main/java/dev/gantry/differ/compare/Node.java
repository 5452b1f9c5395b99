package dev.gantry.differ.compare;

import dev.gantry.linux.Entry;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.Xattrs;
import java.util.Map;
import java.util.TreeMap;

/// Something in one of the trees.
///
/// @param entry valid as long as its directory is open
record Node(Entry entry, FileStat stat) {
  boolean isDirectory() {
    return stat.type() == FileStat.Type.DIRECTORY;
  }

  /// Whether it may have more names than this one.
  boolean isLinked() {
    return !isDirectory() && stat.links() > 1;
  }

  /// The extended attributes that belong to a layer: not those of this machine or of an overlay.
  Map<String, byte[]> xattrs() {
    var found = new TreeMap<String, byte[]>();
    Xattrs all = entry.xattrs();
    for (String name : all.names()) {
      if (belongs(name)) {
        all.get(name).ifPresent(value -> found.put(name, value));
      }
    }
    return found;
  }

  private static boolean belongs(String name) {
    return name.equals("security.capability")
        || name.startsWith("system.posix_acl_")
        || (name.startsWith("user.") && !name.startsWith("user.overlay."));
  }
}
