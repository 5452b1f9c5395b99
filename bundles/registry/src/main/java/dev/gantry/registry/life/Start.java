package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.loop.Serial;
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
  private final Serial scribe;
  private boolean listComplete;
  private boolean failed;
  private long begin;
  private int positions;

  Start(Table table, Order order, Outside outside, Loop loop, Serial scribe) {
    this.table = table;
    this.order = order;
    this.outside = outside;
    this.loop = loop;
    this.scribe = scribe;
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
        slot.position = slot.position == Integer.MAX_VALUE ? positions++ : slot.position;
      }
    }
  }

  /// Tells when the first pass is complete.
  void after() {
    boolean settled = table.slots().stream().noneMatch(slot -> slot.busy);
    if (!table.begun || table.complete || failed || table.stopping || !settled) {
      return;
    }
    String summary = summary();
    scribe.run(() -> LOG.log(Level.INFO, summary));
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
      scribe.run(() -> LOG.log(Level.ERROR, "the daemon cannot start: {0}", reason));
      scribe.run(() -> outside.fatal(reason)); // After the reasons are in the log.
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
