package dev.gantry.api.plugin;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;

/// What the daemon tells of itself.
@ProviderType
public interface Introspection {
  /// Matching plugins in the order they were initialised, without disabled ones.
  List<PluginStatus> plugins(Filter filter);

  /// Asks a plugin what only it knows.
  ///
  /// @param uri `type.id`
  /// @throws dev.gantry.api.errors.GantryException NOT_FOUND when there is no such plugin,
  ///   NOT_IMPLEMENTED when it is no [Telling] one, and what it throws itself
  TypedValue ask(Call call, String uri, TypedValue question);

  /// Made once for a root directory, the same after every restart.
  UUID uuid();

  /// Of this process.
  long pid();

  /// Inode of this process's pid namespace.
  long pidNamespace();
}
