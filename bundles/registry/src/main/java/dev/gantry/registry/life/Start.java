package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.loop.Loop;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The first pass: when it can begin, when it is complete, and what makes the start fail. Owned by
/// the registry's thread.
final class Start {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");

  private final Table table;
  private final Order order;
  private final Outside outside;
  private final Loop loop;
  private boolean listComplete;
  private boolean failed;
  private long begin;
  private int positions;

  Start(Table table, Order order, Outside outside, Loop loop) {
    this.table = table;
    this.order = order;
    this.outside = outside;
    this.loop = loop;
  }

  /// All registrations are announced.
  void listComplete() {
    listComplete = true;
  }

  /// Lets the first pass begin once every registration was asked, and gives later comers their
  /// positions.
  void before() {
    if (!table.begun && listComplete && table.configuration != null) {
      table.begun =
          table.slots().stream()
              .flatMap(slot -> slot.contenders.stream())
              .noneMatch(c -> c.asked && c.declaration == null && c.trouble == null);
      begin = System.nanoTime();
    }
    if (table.begun) {
      for (Slot slot : order.slots()) {
        slot.order = slot.order == Integer.MAX_VALUE ? positions++ : slot.order;
      }
    }
  }

  /// Tells when the first pass is complete.
  void after() {
    boolean settled = table.slots().stream().noneMatch(slot -> slot.busy);
    if (!table.begun || table.complete || failed || table.stopping || !settled) {
      return;
    }
    LOG.log(Level.INFO, this::summary);
    List<String> missing = missing();
    if (missing.isEmpty()) {
      table.complete = true;
      loop.call("what follows the first pass", outside::complete);
    } else {
      fatal(String.join("; ", missing));
    }
  }

  /// Ends the start.
  void fatal(String reason) {
    if (!failed && !table.complete) {
      failed = true;
      LOG.log(Level.ERROR, "the daemon cannot start: {0}", reason);
      loop.call("the end of the start", () -> outside.fatal(reason));
    }
  }

  private List<String> missing() {
    Set<String> required =
        table.configuration == null ? Set.of() : table.configuration.requiredPlugins();
    return new TreeSet<>(required).stream().flatMap(uri -> missing(uri).stream()).toList();
  }

  private List<String> missing(String uri) {
    Slot slot = table.slot(uri);
    if (slot == null) {
      return List.of("required plugin " + uri + " is not there");
    }
    State state = Clerk.state(slot);
    return state == State.READY
        ? List.of()
        : List.of("required plugin " + uri + " is " + state + ": " + Clerk.reason(slot));
  }

  private String summary() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    table.slots().forEach(slot -> counts.merge(Clerk.state(slot), 1, Integer::sum));
    long time = (System.nanoTime() - begin) / 1_000_000;
    return "first pass plugins=" + table.slots().size() + " states=" + counts + " ms=" + time;
  }
}
