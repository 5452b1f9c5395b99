package dev.gantry.registry.life;

/// How a candidate goes.
public enum Parting {
  /// At once, because who takes it away cannot wait.
  NOW,

  /// When its turn has come.
  ALONE,

  /// As [#ALONE], with all of its bundle: those that use another of them go before that, for their
  /// calls may lead to it.
  WITH_BUNDLE
}
