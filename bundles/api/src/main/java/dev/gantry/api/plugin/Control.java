package dev.gantry.api.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Steers plugins while the daemon runs. The registry publishes it as an OSGi service together with
/// [Plugins]. What is said here holds until the daemon ends; the configuration file is not written.
/// Safe for any number of threads; not to be called from a plugin's `init` or `close`.
///
/// Every call returns when the plugin has settled, which the limits of the registry's section
/// (`hold`, `drain`, `init`) bound, and throws NOT_FOUND for a URI that nobody registered and
/// UNAVAILABLE when it has not settled by then.
@ProviderType
public interface Control {
  /// Makes a plugin anew with the configuration as it is, as on an update of its bundle: calls are
  /// led to the new one or held for it. Tries one again that FAILED or was SKIPPED.
  ///
  /// @param uri `type.id`, or one of its older names
  /// @throws dev.gantry.api.errors.GantryException FAILED_PRECONDITION when the new one cannot be
  ///   made and the old one therefore stays in service
  PluginStatus restart(String uri);

  /// Takes a plugin out of service, whatever the configuration says, until [#enable].
  PluginStatus disable(String uri);

  /// Puts a plugin into service, whatever the configuration says, until [#disable].
  PluginStatus enable(String uri);

  /// Reads the configuration file again. Plugins whose sections changed are made anew, those it now
  /// disables or no longer disables go or come; log level, timeouts and the registry's own limits
  /// hold at once.
  ///
  /// @return what changed, a line each, with what waits for the next start
  /// @throws dev.gantry.api.config.ConfigException when the file is wrong, with file, row and
  ///   column; then nothing has changed
  List<String> reload();
}
