package dev.gantry.store.file;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.function.BooleanSupplier;

/// A whole state in a file with a checksum, which is written once and never changed: a small one,
/// and one with large records, as plain records, any other as a MapDB file.
public final class CheckpointFile {
  /// MapDB makes up nodes of 32 records in the heap, in several copies; larger records, which are
  /// few, would fill it.
  private static final int LARGEST_IN_MAP = 64 << 10;

  private CheckpointFile() {}

  /// Writes the state after this transaction; the file has its name only once it is on the disk.
  ///
  /// @param plainBytes the size of state, in bytes of keys and values, up to which it is small
  /// @return false if it was given up because `cancelled` said so
  public static boolean write(
      Layout layout, Tree tree, long transaction, long plainBytes, BooleanSupplier cancelled)
      throws IOException {
    Path path = layout.checkpoint(transaction);
    Path beingWritten = layout.beingWritten(path);
    try {
      Files.deleteIfExists(beingWritten);
      boolean complete =
          isPlain(tree, plainBytes)
              ? PlainCheckpoint.fill(beingWritten, tree, transaction, cancelled)
              : MapCheckpoint.fill(beingWritten, tree, transaction, cancelled);
      if (!complete) {
        return false;
      }
      try (RandomFile file = RandomFile.open(beingWritten)) {
        file.force();
      }
      Files.move(beingWritten, path, StandardCopyOption.ATOMIC_MOVE);
      layout.force();
      return true;
    } finally {
      Files.deleteIfExists(beingWritten);
    }
  }

  private static boolean isPlain(Tree tree, long plainBytes) {
    boolean plain = tree.bytes() <= plainBytes;
    Iterator<Entry> entries = tree.iterator(Key.of(), Key.of());
    while (!plain && entries.hasNext()) {
      plain = entries.next().bytes() > LARGEST_IN_MAP;
    }
    return plain;
  }

  /// The state in this file.
  ///
  /// Throws DATA_LOSS for a file that does not verify, FAILED_PRECONDITION for a format of the
  /// future, IOException when the disk does not answer.
  public static Tree read(Path file, long transaction) throws IOException {
    try (RandomFile plain = RandomFile.open(file)) {
      if (FileHeader.Kind.CHECKPOINT.begins(plain)) {
        return PlainCheckpoint.read(plain, file, transaction);
      }
    }
    return MapCheckpoint.read(file, transaction);
  }
}
