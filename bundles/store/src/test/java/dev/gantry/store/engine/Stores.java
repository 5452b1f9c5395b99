package dev.gantry.store.engine;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Reader;
import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.function.Executable;

/// What the tests of the engine share.
final class Stores {
  /// So large that no checkpoint comes by itself.
  static final StoreOptions NO_CHECKPOINT = new StoreOptions(1L << 40, 0, 0, true);

  private Stores() {}

  static DurableStore open(Path directory) {
    return DurableStore.open(directory, NO_CHECKPOINT, RandomFile::open);
  }

  /// A store that writes a checkpoint after every transaction, unless one is being written.
  ///
  /// @param plain whether as plain records, not as MapDB files
  static DurableStore openEager(Path directory, boolean plain) {
    long plainBytes = plain ? 1L << 40 : 0;
    return DurableStore.open(directory, new StoreOptions(1, 0, plainBytes, true), RandomFile::open);
  }

  /// The bytes of a log up to where the room for more frames begins. A frame must not end with a
  /// zero.
  static int used(Path log) {
    try {
      byte[] bytes = Files.readAllBytes(log);
      int used = bytes.length;
      while (bytes[used - 1] == 0) {
        used--;
      }
      return used;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void put(KeyStore store, String name, String value) {
    store.update(tx -> tx.put(Key.of(name), bytes(value)));
  }

  static String get(Reader reader, String name) {
    return reader
        .get(Key.of(name))
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .orElse("(none)");
  }

  /// All entries, with values as text.
  static Map<Key, String> content(Reader reader) {
    TreeMap<Key, String> content = new TreeMap<>();
    for (Entry entry : reader.scan(Key.of())) {
      content.put(entry.key(), new String(entry.value(), StandardCharsets.UTF_8));
    }
    return content;
  }

  static Map<Key, String> contentOf(Path directory) {
    try (KeyStore store = open(directory)) {
      return content(store.snapshot());
    }
  }

  static List<String> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (String name : files(from)) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GantryException assertFault(Fault fault, Executable action) {
    GantryException failure = Assertions.assertThrows(GantryException.class, action);
    Assertions.assertEquals(fault, failure.fault(), failure.getMessage());
    return failure;
  }
}
