package dev.gantry.runtime.shim;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.ProcessEnvironment;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;

/// What the programs of shims find in their environment. It is made anew for each, as what plugins
/// add may change.
///
/// @param own the daemon's
/// @param added by plugins; without it programs start all the same
/// @param configured for shims, over everything
public record ShimEnvironment(
    Map<String, String> own, Handle<ProcessEnvironment> added, Map<String, String> configured) {
  private static final System.Logger LOG = System.getLogger(ShimEnvironment.class.getName());

  public ShimEnvironment {
    own = Map.copyOf(own);
    configured = Map.copyOf(configured);
  }

  /// Where shims are looked for: the `PATH` that they get.
  String path() {
    return with(Map.of()).getOrDefault("PATH", "");
  }

  /// The environment of one program.
  ///
  /// @param told what the daemon tells every shim
  Map<String, String> with(Map<String, String> told) {
    Map<String, String> all = new HashMap<>(base());
    all.putAll(told);
    all.putAll(configured);
    return all;
  }

  private Map<String, String> base() {
    try {
      return added.with(plugin -> plugin.over(own));
    } catch (GantryException e) {
      LOG.log(Level.DEBUG, "nothing is added to the environment of shims: {0}", e.getMessage());
      return own;
    }
  }
}
