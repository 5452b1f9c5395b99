package dev.gantry.registry.osgi;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Control;
import java.lang.System.Logger.Level;
import java.util.List;

/// Reads the configuration again for whoever cannot be told the outcome but through the log.
record Reload(Control control) implements Runnable {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");

  @Override
  public void run() {
    try {
      List<String> lines = control.reload();
      lines.forEach(line -> LOG.log(Level.INFO, "reload: {0}", line));
      LOG.log(Level.INFO, "configuration reloaded changes={0}", lines.size());
    } catch (ConfigException | GantryException e) {
      LOG.log(
          Level.WARNING,
          "configuration not reloaded, nothing changed reason=\"{0}\"",
          e.getMessage());
    }
  }
}
