package dev.gantry.registry.life;

/// Whoever runs the registry. Called on threads that the registry can spare, each method once at
/// most.
public interface Outside {
  /// The first pass over all plugins is complete, and the daemon can serve.
  void complete();

  /// The daemon cannot start.
  ///
  /// @param reason for the operator
  void fatal(String reason);
}
