package dev.gantry.deploy;

import org.jspecify.annotations.Nullable;

/// A jar of the folder and what became of it. Owned by the deployer's thread.
final class Deployment {
  final String file;

  /// Null to have it looked at again.
  @Nullable Stamp stamp;

  /// What serves; while a trial runs, the one before.
  @Nullable Unit serving;

  @Nullable Trial trial;

  /// What is wrong with the jar; empty when nothing is.
  String trouble = "";

  Deployment(String file) {
    this.file = file;
  }

  /// The bundle that stands for the jar, or will.
  @Nullable Unit newest() {
    return trial == null ? serving : trial.unit();
  }

  String line() {
    Unit unit = newest();
    String text = file + ": " + (unit == null ? "not deployed" : unit.tag());
    if (trial != null) {
      text += ", on trial";
    }
    return trouble.isEmpty() ? text : text + " (" + trouble + ")";
  }
}
