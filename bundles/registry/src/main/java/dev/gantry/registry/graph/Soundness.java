package dev.gantry.registry.graph;

import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.Requirement.Hold;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a registration must keep to before it is looked at any further.
public final class Soundness {
  /// As the type of a requirement: every other plugin.
  public static final String EVERY = "*";

  /// Names become directory names, so nothing that could lead out of a directory.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private Soundness() {}

  /// What is wrong with a plugin's name, if anything.
  public static Optional<String> ofName(String type, String id) {
    if (type.isEmpty()) {
      return Optional.of("it has no type");
    }
    if (id.isEmpty()) {
      return Optional.of("it has no id");
    }
    boolean sound = NAME.matcher(type).matches() && NAME.matcher(id).matches();
    return sound ? Optional.empty() : Optional.of("its name is malformed");
  }

  /// What is wrong with a plugin's requirements, if anything.
  public static Optional<String> ofRequirements(
      String type, String id, List<Requirement> requires) {
    return requires.stream()
        .flatMap(requirement -> wrong(type, id, requirement, requires.size() == 1).stream())
        .findFirst();
  }

  private static Optional<String> wrong(String type, String id, Requirement wanted, boolean alone) {
    if (wanted.type().isEmpty()) {
      return Optional.of("it requires something without a type");
    }
    if (wanted.type().equals(EVERY)) {
      if (!alone) {
        return Optional.of("it requires * beside others");
      }
      boolean set = wanted.hold() == Hold.SET && wanted.id().isEmpty();
      return set ? Optional.empty() : Optional.of("it requires * other than as a set");
    }
    if (wanted.hold() == Hold.SET && !wanted.id().isEmpty()) {
      return Optional.of("it requires a set of the single " + wanted);
    }
    boolean itself =
        wanted.type().equals(type) && (wanted.id().isEmpty() || wanted.id().equals(id));
    return itself ? Optional.of("it requires itself") : Optional.empty();
  }
}
