package dev.gantry.registry.life;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.graph.Soundness;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.view.Board;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
  Settings settings = Settings.DEFAULTS;
  @Nullable Configuration configuration;
  boolean begun;
  boolean complete;
  boolean stopping;

  /// Whether the stop no longer waits for inits.
  boolean hurried;

  /// Whether the order must be found anew.
  boolean disordered;

  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<Long, Contender> contenders = new HashMap<>();

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
    Slot slot =
        slots.computeIfAbsent(
            uri,
            name ->
                new Slot(
                    candidate.type(), candidate.id(), candidate.serviceId(), board.ofUri(name)));
    Contender contender = new Contender(candidate);
    slot.contenders.add(contender);
    slot.uninstalled = false;
    contenders.put(candidate.serviceId(), contender);
    sort(slot);
    return contender;
  }

  /// Has a contender of a slot gone.
  void remove(Contender contender) {
    contender.gone = true;
    contenders.remove(contender.candidate().serviceId());
    Slot slot = slotOf(contender);
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
        .forEach(slot -> slot.uninstalled = true);
  }

  /// Those to be fetched; disabled ones never are.
  List<Contender> unasked() {
    return slots.values().stream()
        .filter(slot -> !isDisabled(slot))
        .flatMap(slot -> slot.contenders.stream().filter(c -> !slot.isDuplicate(c)))
        .filter(contender -> !contender.asked && contender.trouble == null)
        .toList();
  }

  /// Places that nobody fills or is expected to.
  List<Slot> leftovers() {
    return slots.values().stream().filter(slot -> slot.isEmpty() && !slot.interrupted).toList();
  }

  void forget(Slot slot) {
    slots.remove(slot.uri());
    disordered = true;
  }

  Slot slotOf(Contender contender) {
    Candidate candidate = contender.candidate();
    return Objects.requireNonNull(slots.get(candidate.type() + "." + candidate.id()));
  }

  boolean isDisabled(Slot slot) {
    return configuration != null
        && Stream.of(slot.uri(), Aliases.newest(slot.uri()))
            .anyMatch(configuration.disabledPlugins()::contains);
  }

  /// Those that a requirement of another names.
  List<Slot> matching(Slot self, Requirement wanted) {
    if (!wanted.id().isEmpty()) {
      Slot slot = slots.get(wanted.toString());
      return slot == null || slot == self ? List.of() : List.of(slot);
    }
    boolean every = wanted.type().equals(Soundness.EVERY);
    return slots.values().stream()
        .filter(slot -> slot != self && (every || slot.type.equals(wanted.type())))
        .toList();
  }

  /// The one in charge: of the highest ranking, then the oldest.
  static @Nullable Slot inCharge(Collection<Slot> slots, Predicate<Slot> eligible) {
    return slots.stream().filter(eligible).min(CHARGE).orElse(null);
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
    List<Slot> all = slots.values().stream().filter(slot -> slot.type.equals(type)).toList();
    for (Predicate<Slot> grade : GRADES) {
      Slot best = inCharge(all, grade);
      if (best != null) {
        port.follow(best.port);
        return;
      }
    }
    port.lose();
  }
}
