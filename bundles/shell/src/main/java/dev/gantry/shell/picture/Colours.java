package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus.State;

/// Colours of states, light enough for black letters.
final class Colours {
  private Colours() {}

  static String of(State state) {
    return switch (state) {
      case READY -> "#cfead2";
      case WAITING, INITIALISING, CLOSING -> "#fdf0c2";
      case SKIPPED, DISABLED -> "#e2e5e9";
      case FAILED -> "#f6c7c3";
    };
  }
}
