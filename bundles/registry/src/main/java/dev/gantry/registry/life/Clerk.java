package dev.gantry.registry.life;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.registry.loop.Serial;
import dev.gantry.registry.view.Board;
import dev.gantry.registry.view.Directory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes down what became of each plugin: for the log, for listeners, for whoever asks.
final class Clerk {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");
  private final Board board;
  private final Directory directory;
  private final Serial scribe;

  /// @param scribe writes the log, so that the registry's thread need not
  Clerk(Board board, Directory directory, Serial scribe) {
    this.board = board;
    this.directory = directory;
    this.scribe = scribe;
  }

  /// Writes down what changed with these.
  void record(Collection<Slot> slots) {
    slots.forEach(this::record);
  }

  private void record(Slot slot) {
    PluginStatus status = status(slot);
    List<PluginStatus> refused = refused(slot);
    boolean member = slot.live != null || (slot.interrupted && slot.port.isOpen());
    board.put(new Board.Entry(status, member, refused, slot.tried, slot.position, slot.age));
    refused.stream().filter(other -> !slot.toldRefused.contains(other)).forEach(this::log);
    slot.toldRefused = refused;
    long instance = slot.live == null ? 0 : slot.live.number;
    if (!status.equals(slot.told) || instance != slot.toldInstance) {
      slot.told = status;
      slot.toldInstance = instance;
      directory.tell(status, false);
      boolean passing =
          switch (slot.verdict) {
            case Verdict.Make _ -> status.state() != State.READY;
            case Verdict.Rest rest -> rest.soon();
          };
      log(passing ? Level.DEBUG : level(status), status);
    }
  }

  /// Tells that a plugin is no more.
  void erase(Slot slot) {
    PluginStatus last = status(slot);
    board.remove(last);
    scribe.run(() -> LOG.log(Level.INFO, "plugin={0} gone", last.uri()));
    directory.tell(last, true);
  }

  /// Contenders that are in trouble though another may be in charge.
  private static List<PluginStatus> refused(Slot slot) {
    if (slot.contenders.size() < 2) {
      return List.of();
    }
    Contender shown = shown(slot);
    List<PluginStatus> refused = new ArrayList<>();
    for (Contender contender : slot.contenders) {
      String reason =
          slot.isDuplicate(contender)
              ? "another with the same name and ranking came before"
              : contender.trouble == null ? "" : contender.trouble.reason();
      if (contender != shown && !reason.isEmpty()) {
        refused.add(status(slot, contender, State.FAILED, reason, null));
      }
    }
    return List.copyOf(refused);
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
    if (slot.isUp()) {
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

  private static Level level(PluginStatus status) {
    return switch (status.state()) {
      case FAILED -> Level.WARNING;
      case INITIALISING, CLOSING -> Level.DEBUG;
      case DISABLED, WAITING, READY, SKIPPED -> Level.INFO;
    };
  }

  private void log(PluginStatus status) {
    log(level(status), status);
  }

  private void log(Level level, PluginStatus status) {
    if (LOG.isLoggable(level)) {
      scribe.run(() -> LOG.log(level, line(status)));
    }
  }

  private static String line(PluginStatus status) {
    String line = "plugin=" + status.uri() + " state=" + status.state();
    if (status.state() == State.READY) {
      line += " init_ms=" + status.initTime().toMillis();
    }
    return status.reason().isEmpty() ? line : line + " reason=\"" + status.reason() + "\"";
  }
}
