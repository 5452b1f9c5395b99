package dev.gantry.store.file;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.tree.Editor;
import dev.gantry.store.tree.Tree;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;

/// A whole state as a MapDB file with a checksum, which is written once and never changed. Only
/// this class loads MapDB, so a store without a checkpoint starts without it.
public final class CheckpointFile {
  private static final int FORMAT = 1;
  private static final String ABOUT = "about";
  private static final String ENTRIES = "entries";

  private CheckpointFile() {}

  /// Writes the state after this transaction; the file has its name only once it is on the disk.
  ///
  /// @return false if it was given up because `cancelled` said so
  public static boolean write(Layout layout, Tree tree, long transaction, BooleanSupplier cancelled)
      throws IOException {
    Path path = layout.checkpoint(transaction);
    Path beingWritten = layout.beingWritten(path);
    try {
      Files.deleteIfExists(beingWritten);
      if (!fill(beingWritten, tree, transaction, cancelled)) {
        return false;
      }
      Files.setPosixFilePermissions(beingWritten, RandomFile.OWNER_ALONE);
      try (RandomFile file = RandomFile.open(beingWritten)) {
        file.force();
      }
      Files.move(beingWritten, path, StandardCopyOption.ATOMIC_MOVE);
      layout.force();
      return true;
    } catch (DBException e) {
      throw new IOException("MapDB could not write \"" + beingWritten + "\": " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(beingWritten);
    }
  }

  private static boolean fill(Path file, Tree tree, long transaction, BooleanSupplier cancelled) {
    try (DB db = maker(file).make()) {
      Map<String, Long> about =
          db.treeMap(ABOUT, Serializer.STRING, Serializer.LONG).createOrOpen();
      about.put("format", (long) FORMAT);
      about.put("transaction", transaction);
      about.put("entries", tree.size());
      DB.TreeMapSink<byte[], byte[]> sink =
          db.treeMap(ENTRIES, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY).createFromSink();
      Iterator<Entry> entries = tree.iterator(Key.of(), Key.of());
      while (entries.hasNext()) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        Entry entry = entries.next();
        sink.put(entry.key().toBytes(), entry.value());
      }
      sink.create();
      return true;
    }
  }

  private static DBMaker.Maker maker(Path file) {
    // MapDB's own lock outlives a failed open; the directory's lock is enough.
    return DBMaker.fileDB(file.toFile())
        .fileChannelEnable()
        .fileLockDisable()
        .checksumStoreEnable();
  }

  /// The state in this file.
  ///
  /// Throws DATA_LOSS for a file that does not verify, FAILED_PRECONDITION for a format of the
  /// future, IOException when the disk does not answer.
  public static Tree read(Path file, long transaction) throws IOException {
    try (DB db = maker(file).readOnly().make()) {
      Map<String, Long> about = db.treeMap(ABOUT, Serializer.STRING, Serializer.LONG).open();
      long format = about.getOrDefault("format", 0L);
      if (format > FORMAT) {
        throw Fault.FAILED_PRECONDITION.because(
            "checkpoint \"%s\" has format %d, this version reads up to %d: use the version that wrote it"
                .formatted(file, format, FORMAT));
      }
      if (about.getOrDefault("transaction", -1L) != transaction) {
        throw new DBException.WrongConfiguration("not transaction " + transaction);
      }
      return readFormat1(db, about.getOrDefault("entries", -1L));
    } catch (DBException.VolumeIOError e) {
      if (e.getCause() instanceof EOFException) {
        throw damaged(file, e);
      }
      throw new IOException("cannot read \"" + file + "\": " + e.getMessage(), e);
    } catch (DBException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw damaged(file, e);
    }
  }

  private static GantryException damaged(Path file, RuntimeException why) {
    return Fault.DATA_LOSS.because("checkpoint \"" + file + "\" is damaged: " + why, why);
  }

  private static Tree readFormat1(DB db, long entries) {
    Editor editor = new Editor(Tree.EMPTY);
    db.treeMap(ENTRIES, Serializer.BYTE_ARRAY, Serializer.BYTE_ARRAY)
        .open()
        .forEach((key, value) -> editor.put(Key.ofBytes(key), value));
    Tree tree = editor.tree();
    if (tree.size() != entries) {
      throw new DBException.WrongConfiguration(tree.size() + " entries instead of " + entries);
    }
    return tree;
  }
}
