package dev.gantry.api.plugin;

import dev.gantry.api.filters.Filter;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/// What the daemon tells of itself.
@ProviderType
public interface Introspection {
  /// Matching plugins in the order they were initialised, without disabled ones.
  List<PluginStatus> plugins(Filter filter);

  /// Made once for a root directory, the same after every restart.
  UUID uuid();

  /// Of this process.
  long pid();

  /// Inode of this process's pid namespace.
  long pidNamespace();
}
