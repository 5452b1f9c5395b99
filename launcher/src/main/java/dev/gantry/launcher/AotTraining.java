package dev.gantry.launcher;

/// Makes the AOT cache that later starts use: a second process of this distribution, with a root
/// and a state of its own, started once in the background.
final class AotTraining {
  private AotTraining() {}

  static void beginIfWorthwhile(Distribution distribution, Flags flags) {}
}
