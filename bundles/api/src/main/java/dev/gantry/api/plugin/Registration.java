package dev.gantry.api.plugin;

import java.util.List;
import java.util.Optional;

/// Declares one plugin. Published as an OSGi service with the properties of [Plugin].
///
/// A registration has no state: it says what the plugin needs and makes instances of it. Its
/// methods run on the registry's threads with no lock held. `init` may be called many times, and a
/// second instance may be made before the first is closed, unless the plugin is exclusive.
public interface Registration {
  /// What the plugin looks up in `init`; every look-up must be declared.
  default List<Requirement> requires() {
    return List.of();
  }

  /// The configuration with all its defaults: a record whose components are the keys of the
  /// plugin's section, in camel case for snake_case.
  default Optional<Record> defaults() {
    return Optional.empty();
  }

  /// Whether an instance owns something that two cannot share, such as a lock or a directory. Then
  /// the old instance is closed before a new one is made, and calls wait meanwhile.
  default boolean exclusive() {
    return false;
  }

  /// Makes an instance. It is closed once, when it is an [AutoCloseable] and nobody uses it any
  /// more.
  ///
  /// @return what other plugins get from their look-ups
  /// @throws SkipException when the plugin does not fit this machine or configuration
  Object init(InitContext context);
}
