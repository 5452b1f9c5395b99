package dev.gantry.store;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// What can be read of a store. Arrays that are handed out belong to the caller.
@ProviderType
public interface Reader {
  /// The value at this key.
  Optional<byte[]> get(Key key);

  boolean contains(Key key);

  /// The entries at this key and below, in order. The walk is lazy and holds no copy of what it
  /// walks over; it sees the state at the time of this call, whatever is written later. Each
  /// iterator belongs to one thread.
  Iterable<Entry> scan(Key prefix);

  /// As [#scan(Key)], beginning with the first key that is not below `from`.
  Iterable<Entry> scan(Key prefix, Key from);

  /// The distinct names directly below this key, in order, without walking over what is below them:
  /// the cost is that of a look-up for each. Lazy like a scan.
  Iterable<String> children(Key parent);

  /// How many entries there are at this key and below; the cost is that of a look-up.
  long count(Key prefix);
}
