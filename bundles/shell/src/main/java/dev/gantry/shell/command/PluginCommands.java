package dev.gantry.shell.command;

import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands that show plugins.
@Component(
    service = PluginCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=plugins",
    })
public final class PluginCommands {
  private final Plugins plugins;

  @Activate
  public PluginCommands(@Reference Plugins plugins) {
    this.plugins = plugins;
  }

  @Descriptor("lists plugins with state, reason and the milliseconds of their init")
  public Table plugins(
      @Descriptor(
              "filters such as type==io.containerd.grpc.v1, or words that URI or state contain; any"
                  + " may match")
          String... filters) {
    Predicate<PluginStatus> shown = shown(List.of(filters));
    Table table = new Table("URI", "STATE", "INIT MS", "REASON");
    for (PluginStatus status : plugins.statuses()) {
      if (shown.test(status)) {
        table.add(status.uri(), status.state(), status.initTime().toMillis(), status.reason());
      }
    }
    return table;
  }

  private static Predicate<PluginStatus> shown(List<String> filters) {
    List<Predicate<PluginStatus>> any = new ArrayList<>();
    for (String text : filters) {
      if (text.matches(".*(==|!=|~=).*")) {
        Filter filter = Filter.parse(List.of(text));
        any.add(status -> status.matches(filter));
      } else {
        String word = text.toLowerCase(Locale.ROOT);
        any.add(
            status ->
                (status.uri() + " " + status.state()).toLowerCase(Locale.ROOT).contains(word));
      }
    }
    return any.isEmpty() ? _ -> true : status -> any.stream().anyMatch(one -> one.test(status));
  }
}
