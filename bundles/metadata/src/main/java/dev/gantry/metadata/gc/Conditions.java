package dev.gantry.metadata.gc;

import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.SnapshotRecord;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// References to snapshots that hold on a condition: `COND[,COND...]|NAME`, of which one must be
/// met. The only one known is the age of the snapshot's last use, `usedat<DURATION` or
/// `usedat>DURATION`; what cannot be read is not met.
final class Conditions {
  private static final String RULE = "containerd.io/gc.cond.snapshot";
  private static final String USED_AT = "containerd.io/gc.cond.value-usedat";
  private static final String USED = "usedat";

  private final String namespace;
  private final Instant now;

  Conditions(String namespace, Instant now) {
    this.namespace = namespace;
    this.now = now;
  }

  /// Shows the snapshots that the labels refer to now.
  void references(Reader in, Map<String, String> labels, Consumer<Key> to) {
    LabelRules.each(
        labels,
        RULE,
        (rule, value) -> {
          int bar = value.indexOf('|');
          if (bar >= 0) {
            String conditions = value.substring(0, bar);
            LabelRules.snapshot(
                    namespace, rule.replaceFirst("^[./]+", ""), value.substring(bar + 1))
                .filter(
                    key ->
                        Table.SNAPSHOTS
                            .find(in, key)
                            .filter(snapshot -> isMet(conditions, snapshot))
                            .isPresent())
                .ifPresent(to);
          }
        });
  }

  private boolean isMet(String conditions, SnapshotRecord snapshot) {
    boolean[] met = {false};
    LabelRules.each(
        snapshot.labels(),
        USED_AT,
        (_, value) ->
            LabelRules.time(value)
                .map(used -> Duration.between(used, now))
                .ifPresent(
                    age -> {
                      for (String condition : conditions.split(",", -1)) {
                        met[0] |= isMet(condition, age);
                      }
                    }));
    return met[0];
  }

  private static boolean isMet(String condition, Duration age) {
    if (!condition.startsWith(USED) || condition.length() == USED.length()) {
      return false;
    }
    Optional<Duration> limit = GoDuration.parse(condition.substring(USED.length() + 1));
    return switch (condition.charAt(USED.length())) {
      case '<' -> limit.filter(d -> age.compareTo(d) < 0).isPresent();
      case '>' -> limit.filter(d -> age.compareTo(d) > 0).isPresent();
      default -> false;
    };
  }
}
