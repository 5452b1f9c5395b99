package dev.gantry.shell.command;

import dev.gantry.api.metrics.Sample;
import dev.gantry.api.plugin.Plugins;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// The command that shows what plugins measure.
@Component(
    service = MetricCommands.class,
    property = {"osgi.command.scope=gantry", "osgi.command.function=metrics"})
public final class MetricCommands {
  private final Plugins plugins;

  @Activate
  public MetricCommands(@Reference Plugins plugins) {
    this.plugins = plugins;
  }

  @Descriptor("asks all plugins for what they measure")
  public Table metrics() {
    Table table = new Table("METRIC", "LABELS", "VALUE");
    for (Sample sample : Measured.all(plugins)) {
      table.add(
          sample.metric().name(), Texts.labels(sample.labels()), Measured.number(sample.value()));
    }
    return table;
  }
}
