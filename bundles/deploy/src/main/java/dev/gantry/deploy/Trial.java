package dev.gantry.deploy;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bundle that has begun and must show what it is worth.
///
/// @param before the one in service until then; none for a new jar
/// @param ready what the one before had in service
/// @param begin by the clock of `System.nanoTime`
record Trial(Unit unit, @Nullable Unit before, Set<String> ready, long begin) {
  /// When a plugin that nobody speaks of counts as overridden by another bundle.
  private static final Duration HEARD_OF = Duration.ofSeconds(3);

  /// Longer than any init, and than the hold before it.
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// How it stands.
  sealed interface Verdict {
    /// All its plugins are in service or have their reasons not to be.
    record Passed() implements Verdict {}

    /// It is too early to say.
    record Open(String reason) implements Verdict {}

    record Failed(String reason) implements Verdict {}
  }

  /// Those in service of a bundle.
  static Set<String> ready(Unit unit, List<PluginStatus> statuses) {
    return Set.copyOf(
        statuses.stream()
            .filter(s -> s.bundle().equals(unit.tag()) && s.state() == State.READY)
            .map(PluginStatus::uri)
            .toList());
  }

  boolean isYoung(long now) {
    return now - begin < LIMIT.toNanos();
  }

  Verdict judge(List<PluginStatus> statuses, long now) {
    Verdict verdict = new Verdict.Passed();
    for (String uri : unit.jar().plugins()) {
      Optional<PluginStatus> status =
          statuses.stream()
              .filter(s -> s.uri().equals(uri) && s.bundle().equals(unit.tag()))
              .findFirst();
      switch (judge(uri, status, now)) {
        case Verdict.Failed failed -> {
          return failed;
        }
        case Verdict.Open open -> verdict = open;
        case Verdict.Passed _ -> {}
      }
    }
    return verdict;
  }

  private Verdict judge(String uri, Optional<PluginStatus> found, long now) {
    boolean late = now - begin > LIMIT.toNanos();
    if (found.isEmpty()) {
      boolean heeded = ready.contains(uri) ? late : now - begin > HEARD_OF.toNanos();
      String reason = uri + " does not get ready";
      return !heeded
          ? new Verdict.Open(reason)
          : ready.contains(uri) ? new Verdict.Failed(reason) : new Verdict.Passed();
    }
    PluginStatus status = found.get();
    String reason = uri + " is " + status.state() + ": " + status.reason();
    return switch (status.state()) {
      case READY, DISABLED -> new Verdict.Passed();
      case SKIPPED -> ready.contains(uri) ? new Verdict.Failed(reason) : new Verdict.Passed();
      case FAILED -> new Verdict.Failed(reason);
      case WAITING, INITIALISING, CLOSING ->
          late && !ready.isEmpty() ? new Verdict.Failed(reason) : new Verdict.Open(reason);
    };
  }
}
