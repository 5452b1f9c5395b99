package dev.gantry.shell.command;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Plugins;
import java.util.function.Function;

/// The plugins by the contracts that commands use them by.
final class Rooms {
  private final Plugins plugins;

  Rooms(Plugins plugins) {
    this.plugins = plugins;
  }

  /// Uses a plugin for one step; as [Handle#with].
  <T, R> R with(String uri, Class<T> as, Function<? super T, R> step) {
    return handle(uri).with(object -> step.apply(cast(uri, object, as)));
  }

  /// The reference to a plugin; NOT_FOUND when nobody registered it.
  Handle<Object> handle(String uri) {
    return plugins.find(uri).orElseThrow(() -> Fault.NOT_FOUND.because("plugin \"" + uri + "\""));
  }

  static <T> T cast(String uri, Object object, Class<T> as) {
    if (!as.isInstance(object)) {
      throw Fault.INTERNAL.because("plugin \"" + uri + "\" is not a " + as.getName());
    }
    return as.cast(object);
  }
}
