package dev.gantry.contracts.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Reader;
import java.util.ArrayList;
import java.util.List;

/// What the rules of a key store are tried on, and how they speak of it: in text.
interface KeyStoreSubject {
  KeyStore store();

  /// Closes the store and opens it again, as what [#store] returns from now on.
  KeyStore reopened();

  /// Opens the directory of the store a second time.
  KeyStore openAgain();

  /// A key written as `a/b/c`.
  static Key key(String path) {
    return path.isEmpty() ? Key.of() : Key.of(path.split("/", -1));
  }

  default void put(String path, String value) {
    store().update(tx -> tx.put(key(path), value.getBytes(UTF_8)));
  }

  static String text(Reader reader, String path) {
    return reader.get(key(path)).map(bytes -> new String(bytes, UTF_8)).orElse("absent");
  }

  default String text(String path) {
    return text(store().snapshot(), path);
  }

  /// The entries as `a/b=value`.
  static List<String> texts(Iterable<Entry> entries) {
    List<String> texts = new ArrayList<>();
    for (Entry entry : entries) {
      texts.add(String.join("/", entry.key().names()) + "=" + new String(entry.value(), UTF_8));
    }
    return texts;
  }

  static List<String> names(Iterable<String> names) {
    List<String> list = new ArrayList<>();
    names.forEach(list::add);
    return list;
  }
}
