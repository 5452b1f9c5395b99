package dev.gantry.shell.command;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.metrics.CallCounts;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.types.TypedValue;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Process;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands about what goes on.
@Component(
    service = LiveCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=gc",
      "osgi.command.function=events",
      "osgi.command.function=stats",
    })
public final class LiveCommands {
  private static final String EXCHANGE = PluginTypes.EVENT + ".exchange";

  private final Plugins plugins;
  private final Configuration configuration;
  private final CallCounts counts;
  private final Rooms rooms;

  @Activate
  public LiveCommands(
      @Reference Plugins plugins,
      @Reference Configuration configuration,
      @Reference CallCounts counts) {
    this.plugins = plugins;
    this.configuration = configuration;
    this.counts = counts;
    this.rooms = new Rooms(plugins);
  }

  @Descriptor("removes what nothing keeps, and says what that was")
  public Table gc(CommandSession session) {
    Collection done =
        rooms.with(
            PluginTypes.GC + ".scheduler",
            GarbageCollector.class,
            collector -> collector.collect(Running.call(session, "")));
    Table table = new Table("WHAT", "HOW MUCH");
    table.add("elapsed", Texts.millis(done.elapsed()));
    table.add("writers paused", Texts.millis(done.paused()));
    new TreeMap<>(done.removed()).forEach((kind, count) -> table.add("removed " + kind, count));
    return table;
  }

  @Descriptor("follows the events of all namespaces until Ctrl-C")
  public void events(
      CommandSession session,
      @Descriptor(
              "filters such as 'topic==\"/images/create\"' or namespace==default; any may match")
          String... filters) {
    Running running = Running.in(session);
    if (running == null) {
      throw Fault.FAILED_PRECONDITION.because(
          "events are followed until Ctrl-C, which ends the daemon here; use gantry shell events");
    }
    PrintStream out = Process.Utils.current().out();
    // Subscribed once and not held while waiting: a subscription outlives an exchange of the
    // plugin.
    try (Subscription subscription =
        rooms.with(EXCHANGE, Exchange.class, exchange -> exchange.subscribe(List.of(filters)))) {
      running.onEnd(subscription::close);
      Optional<Envelope> next = subscription.next();
      while (next.isPresent() && !out.checkError()) {
        out.println(line(next.get()));
        next = subscription.next();
      }
    }
    running.check();
  }

  private static String line(Envelope envelope) {
    TypedValue event = envelope.event();
    return String.join(
        " ",
        envelope.timestamp().toString(),
        envelope.namespace(),
        envelope.topic(),
        event == null ? "-" : EventText.of(event));
  }

  @Descriptor(
      "shows uptime, heap, threads, plugins by state and how much is kept, and then the calls of"
          + " clients by method")
  public Table stats(CommandSession session) {
    PrintStream out = Process.Utils.current().out();
    out.println(figures(session));
    out.println();
    return CallTable.of(counts);
  }

  private Table figures(CommandSession session) {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    var process = ProcessHandle.current();
    Table table = new Table("WHAT", "HOW MUCH");
    table.add("pid", process.pid());
    table.add("version", System.getProperty("gantry.version", ""));
    Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    table.add("uptime", "%d s".formatted(up.toSeconds()));
    process
        .info()
        .totalCpuDuration()
        .ifPresent(cpu -> table.add("cpu time", "%.2f s".formatted(cpu.toMillis() / 1e3)));
    table.add("heap used", Texts.mib(heap.getUsed()));
    table.add("heap committed", Texts.mib(heap.getCommitted()));
    table.add("heap limit", Texts.mib(heap.getMax()));
    table.add("threads", ManagementFactory.getThreadMXBean().getThreadCount());
    table.add("classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    states().forEach((state, count) -> table.add("plugins " + state, count));
    Stock.add(table, rooms, configuration, Running.call(session, ""));
    return table;
  }

  private Map<PluginStatus.State, Integer> states() {
    Map<PluginStatus.State, Integer> counts = new EnumMap<>(PluginStatus.State.class);
    plugins.statuses().forEach(status -> counts.merge(status.state(), 1, Integer::sum));
    return counts;
  }
}
