package dev.gantry.store.file;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The error that stops an open: a file is damaged as no crash damages it, so nothing is changed.
public final class Damage {
  private Damage() {}

  public static GantryException of(Path file, long offset, String what) {
    return Fault.DATA_LOSS.because(
        ("\"%s\" is damaged at byte %d (%s); nothing was changed. Copy \"%s\" away, then either put a"
                + " backup in its place, or give up what follows: cut this file there"
                + " (truncate -s %d) and move the logs with higher numbers out")
            .formatted(file, offset, what, file.getParent(), offset));
  }

  /// For a checkpoint, instead of which the one before is used.
  static GantryException ofCheckpoint(Path file, String what, @Nullable RuntimeException cause) {
    String text = "checkpoint \"" + file + "\" is damaged: " + what;
    return cause == null ? Fault.DATA_LOSS.because(text) : Fault.DATA_LOSS.because(text, cause);
  }

  public static GantryException missing(Path file) {
    return Fault.DATA_LOSS.because(
        ("\"%s\" is missing; nothing was changed. Copy \"%s\" away, then put the file or a backup of"
                + " the directory back")
            .formatted(file, file.getParent()));
  }
}
