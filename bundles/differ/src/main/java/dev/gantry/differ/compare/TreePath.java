package dev.gantry.differ.compare;

import dev.gantry.linux.FileName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A path below the root of a tree.
///
/// @param above absent for the root
/// @param name of no meaning for the root
record TreePath(@Nullable TreePath above, FileName name, int length) {
  static final TreePath ROOT = new TreePath(null, FileName.of("."), 0);
  private static final int LONGEST = 4095;

  TreePath child(FileName child) throws IOException {
    int longer = length + 1 + child.bytes().length;
    if (longer > LONGEST) {
      throw new IOException("a path that ends in \"" + child + "\" is too long for a layer");
    }
    return new TreePath(this, child, longer);
  }

  /// The same place with something put before the name.
  TreePath whiteout(String prefix) {
    var longer = new ByteArrayOutputStream();
    longer.writeBytes(FileName.of(prefix).bytes());
    longer.writeBytes(name.bytes());
    return new TreePath(above, FileName.of(longer.toByteArray()), length);
  }

  /// As it stands in an archive.
  FileName spelled(String suffix) {
    var bytes = new ByteArrayOutputStream();
    appendTo(bytes);
    bytes.writeBytes(FileName.of(suffix).bytes());
    return FileName.of(bytes.toByteArray());
  }

  private void appendTo(ByteArrayOutputStream bytes) {
    if (above != null) {
      above.appendTo(bytes);
      if (bytes.size() > 0) {
        bytes.write('/');
      }
      bytes.writeBytes(name.bytes());
    }
  }
}
