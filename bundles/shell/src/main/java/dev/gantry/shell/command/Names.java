package dev.gantry.shell.command;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.PluginStatus;
import java.util.List;

/// What people call plugins.
final class Names {
  private Names() {}

  /// The URI of the plugin that is meant: a whole one, an older one, or the end of one only.
  /// INVALID_ARGUMENT when several end so; what no plugin is called comes back as it is.
  static String whole(List<PluginStatus> plugins, String name) {
    List<String> uris = plugins.stream().map(PluginStatus::uri).distinct().toList();
    String newest = Aliases.newest(name);
    if (uris.contains(newest)) {
      return newest;
    }
    List<String> ending = uris.stream().filter(uri -> uri.endsWith("." + name)).toList();
    if (ending.size() > 1) {
      throw Fault.INVALID_ARGUMENT.because(
          "\"" + name + "\" may be " + String.join(" or ", ending));
    }
    return ending.isEmpty() ? name : ending.getFirst();
  }
}
