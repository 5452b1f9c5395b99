package dev.gantry.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// By which a file is known to be the same as before.
///
/// @param content inode, size and time of modification
/// @param changed when the inode changed last, which tells of a copied time of modification, and of
///   another owner or mode
record Stamp(String content, String changed) {
  /// Of what a link leads to.
  static Stamp of(Path file) throws IOException {
    Map<String, Object> found = Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime");
    return new Stamp(
        found.get("ino") + "/" + found.get("size") + "/" + found.get("lastModifiedTime"),
        String.valueOf(found.get("ctime")));
  }
}
