package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.use.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The place of one URI: who wants to fill it, and who does. Owned by the registry's thread.
final class Slot {
  /// Of several versions of one bundle the one that was installed last is in charge.
  private static final Comparator<Contender> RANK =
      Comparator.comparingInt((Contender contender) -> contender.candidate().ranking())
          .reversed()
          .thenComparingLong(contender -> contender.seniority)
          .thenComparing(
              Comparator.comparingLong((Contender c) -> c.candidate().bundleId()).reversed())
          .thenComparingLong(contender -> contender.candidate().serviceId());

  final String type;
  final String id;
  final String uri;
  final Port port;

  /// Less is older; it stays over updates.
  final long age;

  /// Who wants it, the one in charge first.
  final List<Contender> contenders = new ArrayList<>();

  /// In service.
  @Nullable Instance live;

  /// Being made.
  @Nullable Instance next;

  /// No longer in service, but not closed yet.
  final List<Instance> retiring = new ArrayList<>();

  /// Inits that ran out of time and still run.
  int stuck;

  /// Whether it is to be out of service.
  boolean disabled;

  /// Who says so.
  String disabledBy = "";

  /// What is in service should be made for this one.
  int edition;

  private int editions;

  /// Why the last edition could not be made, so that the one before stays in service.
  String rejected = "";

  Verdict verdict = Verdict.Rest.at(State.WAITING, "");
  boolean busy;

  /// Whether it was in service and is expected back.
  boolean interrupted;

  boolean holding;

  /// When holding ends, by the clock of `System.nanoTime`.
  long heldUntil;

  /// Of the contender that went last.
  long lastBundle = -1;

  /// Whether the bundle of the last contender was uninstalled.
  boolean uninstalled;

  /// Position in the order of the first inits.
  int position = Integer.MAX_VALUE;

  /// Whether it must be looked at again.
  boolean due;

  /// Whom each of its requirements names.
  final Map<Requirement, List<Slot>> required = new HashMap<>();

  /// Whose requirements name it.
  final List<Slot> dependants = new ArrayList<>();

  /// Whether an init of it was ever begun.
  boolean tried;

  /// What was last told of it.
  @Nullable PluginStatus told;

  List<PluginStatus> toldRefused = List.of();

  /// The instance that was in service then.
  long toldInstance;

  Slot(String type, String id, long age, Port port) {
    this.type = type;
    this.id = id;
    this.uri = type + "." + id;
    this.age = age;
    this.port = port;
  }

  void sort() {
    for (Contender late : contenders) {
      for (Contender early : contenders) {
        late.follow(early);
      }
    }
    contenders.sort(RANK);
  }

  /// Has what is in service made anew, and what could not be made tried again.
  void renew() {
    edition = ++editions;
    rejected = "";
    due = true;
    contenders.stream()
        .filter(c -> c.trouble != null && c.trouble.kind() == Trouble.Kind.INIT)
        .forEach(c -> c.trouble = null);
  }

  /// Keeps what is in service, as a newer edition of it cannot be made.
  void reject(String reason) {
    edition = live == null ? edition : live.edition;
    rejected = reason;
  }

  /// Whether another of the same ranking came before, and is no other version of the same bundle.
  boolean isDuplicate(Contender contender) {
    int at = contenders.size() == 1 ? 0 : contenders.indexOf(contender);
    if (at == 0) {
      return false;
    }
    Contender before = contenders.get(at - 1);
    boolean isKin =
        before.seniority == contender.seniority
            && before.candidate().isKinOf(contender.candidate());
    return before.candidate().ranking() == contender.candidate().ranking() && !isKin;
  }

  /// What is in service and stays there.
  @Nullable Instance up() {
    return live == null || live.condemned ? null : live;
  }

  boolean isUp() {
    return up() != null;
  }

  List<Slot> required(Requirement wanted) {
    return required.getOrDefault(wanted, List.of());
  }

  /// By which it is compared with others of its type.
  int ranking() {
    if (live != null) {
      return live.contender.candidate().ranking();
    }
    return contenders.isEmpty() ? 0 : contenders.getFirst().candidate().ranking();
  }

  boolean isEmpty() {
    return contenders.isEmpty() && live == null && next == null && retiring.isEmpty();
  }

  /// What others look at; when it changes, they are judged again.
  Mark mark() {
    int condemned = 0;
    for (Instance old : retiring) {
      condemned += old.condemned ? 1 : 0;
    }
    // What a busy one waits for right now is of no interest to others.
    return new Mark(
        up(), next, retiring.size(), condemned, busy, interrupted, busy ? null : verdict);
  }

  /// A slot at one moment.
  record Mark(
      @Nullable Instance up,
      @Nullable Instance next,
      int retiring,
      int condemned,
      boolean busy,
      boolean interrupted,
      @Nullable Verdict settled) {}
}
