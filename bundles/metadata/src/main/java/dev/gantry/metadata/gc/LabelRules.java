package dev.gantry.metadata.gc;

import dev.gantry.metadata.ledger.Table;
import dev.gantry.store.Key;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What labels say to the collection. The part of a key after a rule's name, behind a dot or a
/// slash, is free; for snapshots it begins with the name of the snapshotter.
final class LabelRules {
  private static final String GC = "containerd.io/gc.";
  private static final String ROOT = GC + "root";
  private static final String REFERENCE = GC + "ref.";
  private static final String BACK_REFERENCE = GC + "bref.";
  private static final String EXPIRE = GC + "expire";
  private static final String FLAT = GC + "flat";
  private static final String SNAPSHOT = "snapshot.";

  private LabelRules() {}

  static boolean isRoot(Map<String, String> labels) {
    return labels.keySet().stream().anyMatch(key -> key.startsWith(ROOT));
  }

  static boolean isFlat(Map<String, String> labels) {
    return labels.containsKey(FLAT);
  }

  /// Whether the labels set an end that is over; one that is no time is none.
  static boolean isExpired(Map<String, String> labels, Instant now) {
    return time(labels.get(EXPIRE)).filter(now::isAfter).isPresent();
  }

  static Optional<Instant> time(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// Shows what the labels refer to.
  static void references(String namespace, Map<String, String> labels, Consumer<Key> to) {
    each(labels, REFERENCE, (rule, value) -> target(namespace, rule, value).ifPresent(to));
  }

  /// Shows what refers to the owner of the labels, by its own word.
  static void backReferences(String namespace, Map<String, String> labels, Consumer<Key> to) {
    each(
        labels,
        BACK_REFERENCE,
        (rule, value) -> {
          if (isNamed(rule, "container")) {
            Table.CONTAINERS.target(namespace, value).ifPresent(to);
          } else {
            target(namespace, rule, value).ifPresent(to);
          }
        });
  }

  /// A label of a family.
  @FunctionalInterface
  interface Visitor {
    /// @param rule the key without what the family has in common
    void visit(String rule, String value);
  }

  static void each(Map<String, String> labels, String family, Visitor visitor) {
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(family)) {
            visitor.visit(key.substring(family.length()), value);
          }
        });
  }

  private static Optional<Key> target(String namespace, String rule, String value) {
    if (isNamed(rule, "content")) {
      return Table.BLOBS.target(namespace, value);
    }
    if (isNamed(rule, "image")) {
      return Table.IMAGES.target(namespace, value);
    }
    return rule.startsWith(SNAPSHOT)
        ? snapshot(namespace, rule.substring(SNAPSHOT.length()), value)
        : Optional.empty();
  }

  /// @param snapshotter its name, perhaps with a slash and free text behind
  static Optional<Key> snapshot(String namespace, String snapshotter, String name) {
    return Table.SNAPSHOTS.target(namespace, List.of(snapshotter.split("/", 2)).getFirst(), name);
  }

  private static boolean isNamed(String rule, String name) {
    return rule.startsWith(name)
        && (rule.length() == name.length() || "./".indexOf(rule.charAt(name.length())) >= 0);
  }
}
