package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.Requirement.Hold;
import dev.gantry.registry.life.Verdict.Make;
import dev.gantry.registry.life.Verdict.Rest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says what should become of each plugin as things stand; changes nothing but outdated troubles.
final class Judge {
  private final Table table;

  Judge(Table table) {
    this.table = table;
  }

  Verdict judge(Slot slot) {
    if (table.stopping) {
      return Rest.at(State.CLOSING, "the daemon stops");
    }
    if (slot.disabled) {
      return Rest.at(State.DISABLED, slot.disabledBy);
    }
    @Nullable Rest rest = null;
    for (Contender contender : slot.contenders) {
      switch (judge(slot, contender)) {
        case Make make -> {
          return make;
        }
        case Rest other -> {
          if (other.busy()) {
            return other;
          }
          rest = rest == null || (other.returning() && !rest.returning()) ? other : rest;
        }
      }
    }
    return rest == null ? gone(slot) : rest;
  }

  private static Rest gone(Slot slot) {
    boolean served = slot.interrupted || slot.live != null || !slot.retiring.isEmpty();
    boolean inTime = !slot.holding || System.nanoTime() - slot.heldUntil < 0;
    String reason = "its bundle is gone, and is waited for";
    return served && inTime && !slot.uninstalled
        ? Rest.returning(reason)
        : Rest.at(State.WAITING, "its bundle is gone");
  }

  private Verdict judge(Slot slot, Contender contender) {
    if (slot.isDuplicate(contender)) {
      Candidate first = slot.contenders.get(slot.contenders.indexOf(contender) - 1).candidate();
      return Rest.at(
          State.FAILED, "already registered by " + first.bundle() + " with the same ranking");
    }
    if (contender.trouble != null && !isOutdated(slot, contender, contender.trouble)) {
      return Rest.at(contender.trouble.state(), contender.trouble.reason());
    }
    if (contender.declaration == null) {
      return Rest.busy("its registration is not read yet");
    }
    if (!table.begun) {
      return Rest.busy("the start list is not complete");
    }
    return judge(slot, contender, contender.declaration);
  }

  private Verdict judge(Slot slot, Contender contender, Declaration declaration) {
    Map<Requirement, Instance> bound = new HashMap<>();
    for (Requirement wanted : declaration.requires()) {
      Optional<Rest> obstacle = bind(slot, wanted, bound);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    Make make = new Make(contender, Map.copyOf(bound), slot.edition);
    boolean underWay = slot.next != null && slot.next.is(make);
    if (underWay || (slot.live != null && slot.live.is(make))) {
      return make;
    }
    for (Requirement wanted : declaration.requires()) {
      Optional<Rest> obstacle = obstacle(slot, wanted);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    return declaration.exclusive() && slot.stuck > 0
        ? Rest.at(State.FAILED, "an earlier init of it still runs")
        : make;
  }

  /// Binds what is required once, or says why that cannot be.
  private Optional<Rest> bind(Slot slot, Requirement wanted, Map<Requirement, Instance> bound) {
    if (wanted.hold() != Hold.ONCE) {
      return Optional.empty();
    }
    List<Slot> matching = slot.required(wanted);
    Slot best = Table.inCharge(matching, s -> s.isUp() || s.interrupted);
    if (best == null) {
      return wanted.mandatory() ? Optional.of(unmet(wanted, matching)) : Optional.empty();
    }
    Instance up = best.up();
    if (up == null) {
      return Optional.of(Rest.returning("for " + best.uri + ", which is exchanged"));
    }
    bound.put(wanted, up);
    return Optional.empty();
  }

  /// What stands against the start, besides what is required once.
  private Optional<Rest> obstacle(Slot slot, Requirement wanted) {
    List<Slot> matching = slot.required(wanted);
    boolean met = !wanted.mandatory();
    for (Slot other : matching) {
      if (other.busy) {
        return Optional.of(Rest.busy("for " + other.uri + " to settle"));
      }
      met |= other.isUp();
    }
    return met ? Optional.empty() : Optional.of(unmet(wanted, matching));
  }

  private static Rest unmet(Requirement wanted, List<Slot> matching) {
    Slot best = Table.inCharge(matching, _ -> true);
    if (best == null) {
      String known = wanted.type().equals(PluginTypes.RUNTIME_V1) ? ", which is not built" : "";
      return Rest.at(State.WAITING, "nobody provides " + wanted + known);
    }
    if (matching.stream().anyMatch(other -> other.busy)) {
      return Rest.busy("for " + wanted);
    }
    if (best.interrupted) {
      return Rest.returning("for " + best.uri + ", which is exchanged");
    }
    return Rest.at(State.WAITING, "for " + best.uri + ", which is " + state(best));
  }

  private static String state(Slot slot) {
    return switch (slot.verdict) {
      case Make _ -> State.CLOSING.toString();
      case Rest rest -> rest.state() + (rest.reason().isEmpty() ? "" : ": " + rest.reason());
    };
  }

  private boolean isOutdated(Slot slot, Contender contender, Trouble trouble) {
    if (trouble.kind() != Trouble.Kind.INIT) {
      return false;
    }
    Map<Requirement, Instance> bound = new HashMap<>();
    boolean unbound =
        contender.requires().stream().anyMatch(wanted -> bind(slot, wanted, bound).isPresent());
    boolean outdated = !unbound && !Instance.numbers(bound).equals(trouble.bound());
    contender.trouble = outdated ? null : trouble;
    return outdated;
  }
}
