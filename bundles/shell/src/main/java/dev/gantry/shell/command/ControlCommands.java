package dev.gantry.shell.command;

import dev.gantry.api.plugin.Control;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import java.util.List;
import java.util.function.Function;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands that change what runs.
@Component(
    service = ControlCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=enable",
      "osgi.command.function=disable",
      "osgi.command.function=restart",
      "osgi.command.function=reload",
    })
public final class ControlCommands {
  private final Plugins plugins;
  private final Control control;

  @Activate
  public ControlCommands(@Reference Plugins plugins, @Reference Control control) {
    this.plugins = plugins;
    this.control = control;
  }

  @Descriptor("puts plugins into service until the daemon ends, whatever the configuration says")
  public Table enable(@Descriptor("type.id") String... uris) {
    return each(control::enable, uris);
  }

  @Descriptor("takes plugins out of service until the daemon ends, whatever the configuration says")
  public Table disable(@Descriptor("type.id") String... uris) {
    return each(control::disable, uris);
  }

  @Descriptor("makes plugins anew while calls go on; tries one again that failed")
  public Table restart(@Descriptor("type.id") String... uris) {
    return each(control::restart, uris);
  }

  private Table each(Function<String, PluginStatus> step, String... uris) {
    if (uris.length == 0) {
      throw new IllegalArgumentException("which plugin? \"plugins\" lists them");
    }
    Table table = new Table("URI", "STATE", "REASON");
    for (String uri : uris) {
      PluginStatus status = step.apply(Names.whole(plugins.statuses(), uri));
      table.add(status.uri(), status.state(), status.reason());
    }
    return table;
  }

  @Descriptor("reads the configuration file again, and makes plugins anew whose section changed")
  public String reload() {
    List<String> lines = control.reload();
    return lines.isEmpty() ? "nothing changed" : String.join("\n", lines);
  }
}
