package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;

/// Something in a lower layer, with its directory open.
record LowerEntry(Directory directory, FileName name, FileStat stat) implements AutoCloseable {
  Entry entry() {
    return directory.entry(name);
  }

  @Override
  public void close() {
    directory.close();
  }
}
