package dev.gantry.api.plugin;

import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/// All plugins of a type that are ready, by id, as they come and go. Safe for any number of
/// threads.
///
/// @param <T> the contract they are used by
@ProviderType
public interface LiveSet<T> {
  /// The one with that id; empty when there is none or it did not load.
  Optional<Handle<T>> find(String id);

  /// The ids there are now, in byte order.
  Set<String> ids();
}
