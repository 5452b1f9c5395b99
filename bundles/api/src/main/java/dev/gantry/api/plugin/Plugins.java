package dev.gantry.api.plugin;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// Every plugin of the daemon. The registry publishes it as an OSGi service once the first pass
/// over all registrations is complete, and takes it back when the daemon stops, before plugins
/// close. Safe for any number of threads.
@ProviderType
public interface Plugins {
  /// All plugins, in the order they were initialised; those never initialised at the end.
  List<PluginStatus> statuses();

  /// The live reference to a plugin, whatever its state.
  ///
  /// @param uri `type.id`, or one of its older names
  Optional<Handle<Object>> find(String uri);

  /// Has every change of a plugin's state told, beginning with those there are.
  ///
  /// @return closed to end it
  Watch watch(Listener listener);

  /// Told of changes.
  @FunctionalInterface
  interface Listener {
    /// A plugin's state changed. Called in order for each plugin, on the registry's threads with no
    /// lock held.
    ///
    /// @param gone whether its registration went, after which nothing is told of it
    void changed(PluginStatus status, boolean gone);
  }

  /// A listener in place.
  @ProviderType
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
