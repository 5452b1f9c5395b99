package dev.gantry.api.plugin;

/// What a plugin needs, and how it holds it.
///
/// @param type one of [PluginTypes], or `*` for every other plugin
/// @param id empty for any of the type: the highest ranking, then the oldest
/// @param mandatory whether the plugin waits until it is there
public record Requirement(String type, String id, Hold hold, boolean mandatory) {
  /// How a plugin holds another.
  public enum Hold {
    /// The object itself; when it changes, the dependant is made anew.
    ONCE,
    /// All of a type, as they come and go.
    SET,
    /// A reference under which the object may be exchanged.
    HANDLE
  }

  /// Needs one of a type, for good.
  public static Requirement once(String type) {
    return new Requirement(type, "", Hold.ONCE, true);
  }

  /// Needs this one, for good.
  public static Requirement once(String type, String id) {
    return new Requirement(type, id, Hold.ONCE, true);
  }

  /// Wants all of a type; starts without any.
  public static Requirement set(String type) {
    return new Requirement(type, "", Hold.SET, false);
  }

  /// Needs one of a type, exchangeable.
  public static Requirement handle(String type) {
    return new Requirement(type, "", Hold.HANDLE, true);
  }

  /// Needs this one, exchangeable.
  public static Requirement handle(String type, String id) {
    return new Requirement(type, id, Hold.HANDLE, true);
  }

  /// The same, but the plugin starts without it, too.
  public Requirement optional() {
    return new Requirement(type, id, hold, false);
  }

  @Override
  public String toString() {
    return id.isEmpty() ? type : type + "." + id;
  }
}
