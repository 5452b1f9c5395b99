package dev.gantry.deploy;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Begins with the bundle: what is in the folder is started before the framework is, and so belongs
/// to the registry's first pass. `--safe` leaves it all out. Its service is the shell's commands.
@Component(
    service = Deploy.class,
    immediate = true,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=plan",
      "osgi.command.function=deployed"
    })
public final class Deploy {
  private static final System.Logger LOG = System.getLogger("dev.gantry.deploy");

  private final BundleContext context;
  private final Units units;
  private final @Nullable Watch watch;

  @Activate
  public Deploy(BundleContext context, @Reference Configuration configuration) throws IOException {
    this.context = context;
    this.units = new Units(context);
    PluginFolder folder = new PluginFolder(configuration.pluginDir(), Trust.own());
    if (context.getProperty("gantry.flag.safe") != null) {
      LOG.log(Level.WARNING, "safe start: what is in \"{0}\" is left out", folder);
      watch = null;
      return;
    }
    Path base = configuration.root().resolve("dev.gantry.deploy");
    Shelf shelf = new Shelf(base);
    watch =
        new Watch(
            folder,
            new Deployer(folder, shelf, units, this::statuses),
            shelf,
            new Boots(base.resolve("boots")));
    units.clear();
    watch.begin();
  }

  private List<PluginStatus> statuses() {
    ServiceReference<Plugins> reference = context.getServiceReference(Plugins.class);
    Plugins plugins = reference == null ? null : context.getService(reference);
    return plugins == null ? List.of() : plugins.statuses();
  }

  /// The command `gantry:deployed`: a line for each jar of the folder.
  public String deployed() {
    return watch == null ? "safe start: nothing is deployed" : String.join("\n", watch.lines());
  }

  /// The command `gantry:plan`: what would come of a jar.
  public String plan(String jar) {
    return new Plan(units, statuses()).of(Path.of(jar));
  }

  @Deactivate
  void close() {
    if (watch != null) {
      watch.close();
    }
  }
}
