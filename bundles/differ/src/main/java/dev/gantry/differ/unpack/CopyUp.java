package dev.gantry.differ.unpack;

import dev.gantry.linux.Entry;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import dev.gantry.linux.Xattrs;

/// Makes something of a lower layer anew in the upper directory, as the overlay would before a
/// change.
final class CopyUp {
  private final LowerEntry lower;
  private final FileStat stat;

  CopyUp(LowerEntry lower) {
    this.lower = lower;
    this.stat = lower.stat();
  }

  /// A directory without what is in it, and without its times, which the level sets.
  void directory(Entry upper) {
    upper.makeDirectory(0700);
    attributes(upper);
  }

  /// Anything but a directory.
  void file(Entry upper) {
    switch (stat.type()) {
      case REGULAR -> content(upper);
      case SYMBOLIC_LINK -> upper.makeSymbolicLink(lower.entry().readLink());
      case DIRECTORY -> throw new IllegalArgumentException("a directory is not copied as a file");
      case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
          upper.makeNode(stat.type(), 0600, stat.node());
    }
    attributes(upper);
    upper.setTimes(stat.accessed(), stat.modified());
  }

  private void content(Entry upper) {
    try (OpenFile from = lower.entry().openForReading();
        OpenFile to = upper.createFile(0600)) {
      from.copyTo(to);
    }
  }

  private void attributes(Entry upper) {
    upper.chown(stat.uid(), stat.gid());
    Xattrs from = lower.entry().xattrs();
    Xattrs to = upper.xattrs();
    for (String name : from.names()) {
      if (Attributes.isOurs(name)) {
        from.get(name).ifPresent(value -> to.set(name, value));
      }
    }
    if (stat.type() != FileStat.Type.SYMBOLIC_LINK) {
      upper.chmod(stat.mode());
    }
  }
}
