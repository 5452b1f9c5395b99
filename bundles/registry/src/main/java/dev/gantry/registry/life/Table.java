package dev.gantry.registry.life;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.graph.Soundness;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.view.Board;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that the registry knows. Owned by the registry's thread.
final class Table {
  /// Best first.
  private static final Comparator<Slot> CHARGE =
      Comparator.comparingInt(Slot::ranking).reversed().thenComparingLong(slot -> slot.age);

  /// What a caller would like best comes first.
  private static final List<Predicate<Slot>> GRADES =
      List.of(
          slot -> slot.live != null || (slot.interrupted && slot.port.isOpen()),
          slot -> slot.port.isOpen(),
          slot -> !slot.port.isMissing(),
          _ -> true);

  final Board board;

  /// Read by any thread.
  volatile Settings settings = Settings.DEFAULTS;

  @Nullable Configuration configuration;
  boolean begun;
  boolean complete;
  boolean stopping;

  /// Whether the stop no longer waits for inits.
  boolean hurried;

  /// Whether the order must be found anew.
  boolean disordered;

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, List<Slot>> byType = new HashMap<>();
  private final Map<Long, Contender> contenders = new HashMap<>();

  /// Whether the operator wants a plugin, by its URI, whatever the configuration says.
  private final Map<String, Boolean> wanted = new HashMap<>();

  Table(Board board) {
    this.board = board;
  }

  Collection<Slot> slots() {
    return slots.values();
  }

  @Nullable Slot slot(String uri) {
    return slots.get(uri);
  }

  @Nullable Contender contender(long serviceId) {
    return contenders.get(serviceId);
  }

  Contender add(Candidate candidate) {
    String uri = candidate.type() + "." + candidate.id();
    Slot slot = slots.computeIfAbsent(uri, _ -> slot(candidate));
    Contender contender = new Contender(slot, candidate);
    slot.contenders.add(contender);
    slot.uninstalled = false;
    contenders.put(candidate.serviceId(), contender);
    sort(slot);
    return contender;
  }

  private Slot slot(Candidate candidate) {
    String type = candidate.type();
    Port port = board.ofUri(type + "." + candidate.id());
    Slot slot = new Slot(type, candidate.id(), candidate.serviceId(), port);
    disable(slot);
    byType.computeIfAbsent(type, _ -> new ArrayList<>()).add(slot);
    return slot;
  }

  /// Those of the same bundle that require what this one stands for, in any way.
  List<Contender> usersInBundle(Contender used) {
    long bundle = used.candidate().bundleId();
    return contenders.values().stream()
        .filter(other -> other != used && other.candidate().bundleId() == bundle)
        .filter(
            other ->
                other.requires().stream()
                    .anyMatch(wanted -> other.slot.required(wanted).contains(used.slot)))
        .toList();
  }

  /// Has a contender of a slot gone.
  void remove(Contender contender) {
    contender.gone = true;
    contenders.remove(contender.candidate().serviceId());
    Slot slot = contender.slot;
    slot.contenders.remove(contender);
    slot.lastBundle = contender.candidate().bundleId();
    sort(slot);
  }

  void sort(Slot slot) {
    slot.sort();
    disordered = true;
  }

  /// Has nobody wait for what was in a bundle.
  void uninstalled(long bundleId) {
    slots.values().stream()
        .filter(slot -> slot.lastBundle == bundleId)
        .forEach(
            slot -> {
              slot.uninstalled = true;
              slot.due = true;
            });
  }

  /// Those to be fetched; disabled ones never are.
  List<Contender> unasked() {
    return slots.values().stream()
        .filter(slot -> !slot.disabled)
        .flatMap(slot -> slot.contenders.stream().filter(c -> !slot.isDuplicate(c)))
        .filter(contender -> !contender.asked && contender.trouble == null)
        .toList();
  }

  /// Places that nobody fills or is expected to.
  List<Slot> leftovers() {
    return slots.values().stream().filter(slot -> slot.isEmpty() && !slot.interrupted).toList();
  }

  void forget(Slot slot) {
    slots.remove(slot.uri);
    ofType(slot.type).remove(slot);
    disordered = true;
  }

  /// Takes in the configuration.
  void configure(Configuration known) {
    configuration = known;
    slots.values().forEach(this::disable);
    disordered = true;
  }

  /// Has a plugin in service or out of it, whatever the configuration says.
  void want(Slot slot, boolean inService) {
    wanted.put(slot.uri, inService);
    disable(slot);
    disordered = true;
  }

  private void disable(Slot slot) {
    Boolean byHand = wanted.get(slot.uri);
    slot.disabled = byHand == null ? isDisabledByFile(slot) : !byHand;
    slot.disabledBy = byHand == null ? "the configuration disables it" : "it was disabled by hand";
  }

  private boolean isDisabledByFile(Slot slot) {
    return configuration != null
        && (configuration.disabledPlugins().contains(slot.uri)
            || configuration.disabledPlugins().contains(Aliases.newest(slot.uri)));
  }

  /// Those that a requirement of another names.
  List<Slot> matching(Slot self, Requirement wanted) {
    List<Slot> all = new ArrayList<>();
    if (!wanted.id().isEmpty()) {
      Slot slot = slots.get(wanted.toString());
      all.addAll(slot == null ? List.of() : List.of(slot));
    } else if (wanted.type().equals(Soundness.EVERY)) {
      all.addAll(slots.values());
    } else {
      all.addAll(ofType(wanted.type()));
    }
    all.remove(self);
    return all;
  }

  private List<Slot> ofType(String type) {
    return byType.getOrDefault(type, List.of());
  }

  /// The one in charge: of the highest ranking, then the oldest.
  static @Nullable Slot inCharge(List<Slot> slots, Predicate<Slot> eligible) {
    Slot best = null;
    for (Slot slot : slots) {
      if (eligible.test(slot) && (best == null || CHARGE.compare(slot, best) < 0)) {
        best = slot;
      }
    }
    return best;
  }

  /// Has a port for a type from now on.
  void lead(String type) {
    retarget(type, board.ofType(type));
  }

  /// Has the port of a type, if there is one, lead to whoever is in charge of it.
  void retarget(String type) {
    board.ifAsked(type, port -> retarget(type, port));
  }

  private void retarget(String type, Port port) {
    for (Predicate<Slot> grade : GRADES) {
      Slot best = inCharge(ofType(type), grade);
      if (best != null) {
        port.follow(best.port);
        return;
      }
    }
    port.lose();
  }
}
