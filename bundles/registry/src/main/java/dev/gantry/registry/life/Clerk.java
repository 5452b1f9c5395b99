package dev.gantry.registry.life;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.view.Board;
import dev.gantry.registry.view.Directory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes down what became of each plugin: for the log, for listeners, for whoever asks.
final class Clerk {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");
  private static final Comparator<Slot> LISTED =
      Comparator.comparing((Slot slot) -> !slot.tried)
          .thenComparingInt(slot -> slot.order)
          .thenComparingLong(slot -> slot.age);

  private final Table table;
  private final Directory directory;
  private Set<PluginStatus> refused = Set.of();

  Clerk(Table table, Directory directory) {
    this.table = table;
    this.directory = directory;
  }

  /// Writes all of it down; what did not change is not repeated.
  void record() {
    List<PluginStatus> statuses = new ArrayList<>();
    List<PluginStatus> news = new ArrayList<>();
    Set<PluginStatus> refusedNow = new HashSet<>();
    Set<String> uris = new HashSet<>();
    Map<String, SortedMap<String, Port>> members = new HashMap<>();
    for (Slot slot : table.slots().stream().sorted(LISTED).toList()) {
      statuses.add(record(slot, news));
      refused(slot, refusedNow);
      uris.add(slot.uri());
      if (slot.port.isOpen()) {
        members.computeIfAbsent(slot.type, _ -> new TreeMap<>()).put(slot.id, slot.port);
        members.computeIfAbsent("*", _ -> new TreeMap<>()).put(slot.uri(), slot.port);
      }
    }
    refusedNow.stream().filter(status -> !refused.contains(status)).forEach(Clerk::log);
    refused = Set.copyOf(refusedNow);
    statuses.addAll(refused);
    members.replaceAll((_, ports) -> Collections.unmodifiableSortedMap(ports));
    table.board.show(new Board.View(List.copyOf(statuses), Set.copyOf(uris), Map.copyOf(members)));
    news.forEach(status -> directory.tell(status, false));
  }

  /// Tells that a plugin is no more.
  void erase(Slot slot) {
    PluginStatus last = status(slot);
    LOG.log(Level.INFO, "plugin={0} gone", slot.uri());
    directory.tell(last, true);
  }

  private static PluginStatus record(Slot slot, List<PluginStatus> news) {
    PluginStatus status = status(slot);
    long instance = slot.live == null ? 0 : slot.live.number;
    PluginStatus before = slot.told;
    if (!status.equals(before) || instance != slot.toldInstance) {
      slot.told = status;
      slot.toldInstance = instance;
      news.add(status);
      boolean settled = !(slot.verdict instanceof Verdict.Rest rest && rest.soon());
      if (settled) {
        log(status);
      } else {
        LOG.log(Level.DEBUG, () -> line(status));
      }
    }
    return status;
  }

  /// Contenders that are in trouble though another may be in charge.
  private static void refused(Slot slot, Set<PluginStatus> refused) {
    Contender shown = shown(slot);
    for (Contender contender : slot.contenders) {
      String reason =
          slot.isDuplicate(contender)
              ? "another with the same name and ranking came before"
              : contender.trouble == null ? "" : contender.trouble.reason();
      if (contender != shown && !reason.isEmpty()) {
        refused.add(status(slot, contender, State.FAILED, reason, null));
      }
    }
  }

  private static PluginStatus status(Slot slot) {
    return status(slot, shown(slot), state(slot), reason(slot), slot.live);
  }

  private static PluginStatus status(
      Slot slot,
      @Nullable Contender contender,
      State state,
      String reason,
      @Nullable Instance instance) {
    return new PluginStatus(
        slot.type,
        slot.id,
        state,
        state == State.READY ? "" : reason,
        contender == null ? List.of() : contender.requires(),
        instance == null ? Meta.Told.NOTHING : instance.told,
        instance == null ? Duration.ZERO : instance.initTime,
        contender == null ? "" : contender.candidate().bundle());
  }

  private static @Nullable Contender shown(Slot slot) {
    return Optional.ofNullable(slot.live)
        .or(() -> Optional.ofNullable(slot.next))
        .map(instance -> instance.contender)
        .or(() -> slot.contenders.stream().findFirst())
        .orElse(null);
  }

  static State state(Slot slot) {
    if (slot.up().isPresent()) {
      return State.READY;
    }
    if (slot.next != null) {
      return State.INITIALISING;
    }
    if (slot.live != null || !slot.retiring.isEmpty()) {
      return State.CLOSING;
    }
    return switch (slot.verdict) {
      case Verdict.Make _ -> State.WAITING;
      case Verdict.Rest rest -> rest.state();
    };
  }

  static String reason(Slot slot) {
    return switch (slot.verdict) {
      case Verdict.Make _ -> slot.next == null ? "it is exchanged" : "its init runs";
      case Verdict.Rest rest -> rest.reason();
    };
  }

  private static void log(PluginStatus status) {
    Level level =
        switch (status.state()) {
          case FAILED -> Level.WARNING;
          case INITIALISING, CLOSING -> Level.DEBUG;
          case DISABLED, WAITING, READY, SKIPPED -> Level.INFO;
        };
    LOG.log(level, () -> line(status));
  }

  private static String line(PluginStatus status) {
    String line = "plugin=" + status.uri() + " state=" + status.state();
    if (status.state() == State.READY) {
      line += " init_ms=" + status.initTime().toMillis();
    }
    return status.reason().isEmpty() ? line : line + " reason=\"" + status.reason() + "\"";
  }
}
