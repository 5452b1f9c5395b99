package dev.gantry.shell.command;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.shell.picture.DotGraph;
import dev.gantry.shell.picture.PluginGraph;
import dev.gantry.shell.picture.SvgGraph;
import dev.gantry.shell.picture.TextGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands that show plugins.
@Component(
    service = PluginCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=plugins",
      "osgi.command.function=plugin",
      "osgi.command.function=graph",
      "osgi.command.function=why",
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

  @Descriptor("shows all that is known of a plugin")
  public Table plugin(@Descriptor("type.id, or its end if no other plugin has it") String uri) {
    PluginGraph graph = graph();
    PluginStatus status = find(graph, uri);
    Table table = new Table("WHAT", "VALUE");
    table.add("uri", status.uri());
    table.add("state", status.state());
    table.add("reason", status.reason());
    table.add("init time", Texts.millis(status.initTime()));
    table.add("bundle", status.bundle());
    for (Requirement requirement : status.requires()) {
      String named = join(graph.named(status, requirement), other -> other.uri());
      table.add("requires", text(requirement) + (named.isEmpty() ? ", not there" : ": " + named));
    }
    graph
        .holders(status.uri())
        .forEach(edge -> table.add("held by", edge.from().uri() + how(edge.requirement())));
    status.told().platforms().forEach(platform -> table.add("platform", platform));
    new TreeMap<>(status.told().exports())
        .forEach((name, value) -> table.add("export", name + "=" + value));
    status.told().capabilities().forEach(name -> table.add("capability", name));
    return table;
  }

  private static String text(Requirement requirement) {
    return requirement + how(requirement);
  }

  private static String how(Requirement requirement) {
    String hold = requirement.hold().name().toLowerCase(Locale.ROOT);
    return " (" + hold + (requirement.mandatory() ? ")" : ", optional)");
  }

  private static String join(List<PluginStatus> statuses, Function<PluginStatus, String> name) {
    return statuses.stream().map(name).collect(Collectors.joining(", "));
  }

  @Descriptor("draws who requires whom, as a tree of text")
  public String graph(
      @Descriptor("as Graphviz takes it")
          @Parameter(names = "--dot", presentValue = "true", absentValue = "false")
          boolean dot,
      @Descriptor("as a picture for a browser")
          @Parameter(names = "--svg", presentValue = "true", absentValue = "false")
          boolean svg) {
    PluginGraph graph = graph();
    return dot
        ? DotGraph.of(graph)
        : svg ? new SvgGraph(graph).draw() : new TextGraph(graph).draw();
  }

  @Descriptor("tells what a plugin waits for, or why it failed, down to the cause")
  public String why(@Descriptor("type.id, or its end if no other plugin has it") String uri) {
    PluginGraph graph = graph();
    return new Reasons(graph).of(find(graph, uri));
  }

  private PluginGraph graph() {
    return new PluginGraph(plugins.statuses());
  }

  private static PluginStatus find(PluginGraph graph, String uri) {
    return graph
        .find(Names.whole(graph.plugins(), uri))
        .orElseThrow(() -> Fault.NOT_FOUND.because("plugin \"" + uri + "\""));
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
