package dev.gantry.api.plugin;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.TypedValue;
import org.osgi.annotation.versioning.ConsumerType;

/// What a plugin's object is, too, when it can tell more than the status of its plugin:
/// `PluginInfo` with options asks it. Safe for any number of threads.
@ConsumerType
@FunctionalInterface
public interface Telling {
  /// Answers a question. That may take long.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN when the question's type is not one that
  ///   this plugin is asked
  TypedValue tell(Call call, TypedValue question);
}
