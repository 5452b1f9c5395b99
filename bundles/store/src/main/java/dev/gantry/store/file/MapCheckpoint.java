package dev.gantry.store.file;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.tree.Editor;
import dev.gantry.store.tree.Tree;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.mapdb.CC;
import org.mapdb.DB;
import org.mapdb.DBException;
import org.mapdb.DBMaker;
import org.mapdb.Serializer;
import org.mapdb.volume.FileChannelVol;

/// A large state as a MapDB file with a checksum. Only this class loads MapDB, so a store without a
/// large checkpoint starts without it.
final class MapCheckpoint {
  private static final int FORMAT = 1;
  private static final String ABOUT = "about";
  private static final String ENTRIES = "entries";
  private static final long NO_LOCK = -1;

  private MapCheckpoint() {}

  static boolean fill(Path file, Tree tree, long transaction, BooleanSupplier cancelled)
      throws IOException {
    try (FileChannelVol volume = volume(file, false);
        DB db = DBMaker.volumeDB(volume, false).checksumStoreEnable().make()) {
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
    } catch (DBException e) {
      throw new IOException("MapDB could not write \"" + file + "\": " + e.getMessage(), e);
    }
    Files.setPosixFilePermissions(file, RandomFile.OWNER_ALONE);
    return true;
  }

  /// MapDB closes the files of a database alone, not of one that could not be opened: on a full
  /// disk each try would leave one. It has no lock, as the directory has one.
  private static FileChannelVol volume(Path file, boolean readOnly) {
    return new FileChannelVol(file.toFile(), readOnly, NO_LOCK, CC.PAGE_SHIFT, 0);
  }

  /// The state in this file.
  ///
  /// Throws DATA_LOSS for a file that does not verify, FAILED_PRECONDITION for a format of the
  /// future, IOException when the disk does not answer.
  static Tree read(Path file, long transaction) throws IOException {
    try (FileChannelVol volume = volume(file, true);
        DB db = DBMaker.volumeDB(volume, true).checksumStoreEnable().readOnly().make()) {
      Map<String, Long> about = db.treeMap(ABOUT, Serializer.STRING, Serializer.LONG).open();
      long format = about.getOrDefault("format", 0L);
      if (format > FORMAT) {
        throw FileHeader.newer("checkpoint", file, format, FORMAT);
      }
      if (about.getOrDefault("transaction", -1L) != transaction) {
        throw new DBException.WrongConfiguration("not transaction " + transaction);
      }
      return readFormat1(db, about.getOrDefault("entries", -1L));
    } catch (DBException.VolumeIOError e) {
      if (e.getCause() instanceof EOFException) {
        throw Damage.ofCheckpoint(file, e.toString(), e);
      }
      throw new IOException("cannot read \"" + file + "\": " + e.getMessage(), e);
    } catch (DBException
        | IllegalStateException
        | IndexOutOfBoundsException
        | NullPointerException e) {
      throw Damage.ofCheckpoint(file, e.toString(), e);
    }
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
