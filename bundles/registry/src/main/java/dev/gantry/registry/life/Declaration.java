package dev.gantry.registry.life;

import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Optional;

/// What a registration says of itself, asked once.
record Declaration(
    Registration registration,
    List<Requirement> requires,
    Optional<Record> defaults,
    boolean exclusive) {
  /// Asks a registration. Runs foreign code.
  static Declaration of(Registration registration) {
    return new Declaration(
        registration,
        registration.requires().stream().map(Declaration::newest).toList(),
        registration.defaults(),
        registration.exclusive());
  }

  /// The same requirement by the newest name.
  static Requirement newest(Requirement wanted) {
    if (wanted.id().isEmpty()) {
      return wanted;
    }
    String uri = Aliases.newest(wanted.type() + "." + wanted.id());
    if (uri.equals(wanted.toString())) {
      return wanted;
    }
    int dot = uri.lastIndexOf('.');
    return new Requirement(
        uri.substring(0, dot), uri.substring(dot + 1), wanted.hold(), wanted.mandatory());
  }
}
