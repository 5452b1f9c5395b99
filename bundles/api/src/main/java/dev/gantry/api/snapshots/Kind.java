package dev.gantry.api.snapshots;

import java.util.Locale;

/// What may be done with a snapshot.
public enum Kind {
  /// Mounted read-only, never committed.
  VIEW,
  /// Mounted read-write, may be committed.
  ACTIVE,
  /// Immutable, may be a parent, is never mounted by itself.
  COMMITTED;

  /// As filters name it: `view`, `active`, `committed`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
