package dev.gantry.differ.compare;

import dev.gantry.differ.tar.TarEntry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory on the way to changes, written to the archive before the first of them.
final class Parent {
  private final @Nullable Parent above;
  private @Nullable TarEntry unwritten;

  Parent(@Nullable Parent above, @Nullable TarEntry unwritten) {
    this.above = above;
    this.unwritten = unwritten;
  }

  /// The root, which an archive need not have.
  static Parent root() {
    return new Parent(null, null);
  }

  @Nullable Parent above() {
    return above;
  }

  boolean isWritten() {
    return unwritten == null;
  }

  /// What is to be written now, once.
  TarEntry written() {
    TarEntry entry = Objects.requireNonNull(unwritten);
    unwritten = null;
    return entry;
  }
}
