package dev.gantry.deploy;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.Requirement.Hold;
import dev.gantry.deploy.jar.Components;
import dev.gantry.deploy.jar.JarReader;
import dev.gantry.deploy.jar.PluginJar;
import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Tells what would come of a jar, and changes nothing.
final class Plan {
  private final Units units;
  private final List<PluginStatus> statuses;

  Plan(Units units, List<PluginStatus> statuses) {
    this.units = units;
    this.statuses = statuses;
  }

  /// A text of several lines.
  String of(Path file) {
    List<String> lines = new ArrayList<>();
    try {
      PluginJar jar = JarReader.read(file);
      lines.add("bundle " + jar);
      List<String> missing = units.missing(jar);
      lines.add(missing.isEmpty() ? "resolves" : "does not resolve: it lacks");
      missing.forEach(need -> lines.add("  " + need));
      Map<String, Integer> rankings = Components.rankings(file);
      for (String uri : jar.plugins()) {
        plugin(jar, uri, rankings.getOrDefault(uri, 0), lines);
      }
    } catch (RefusedException e) {
      lines.add("would be refused: " + e.reason());
    } catch (IOException e) {
      lines.add("cannot be read: " + e);
    }
    return String.join("\n", lines);
  }

  private void plugin(PluginJar jar, String uri, int ranking, List<String> lines) {
    lines.add("plugin " + uri + " " + fate(jar, uri, ranking));
    Set<String> anew = new LinkedHashSet<>();
    collect(uri, anew);
    list(lines, "drains and is made anew, as it holds it once", anew);
    list(
        lines,
        "goes on, and is led to the new one",
        users(uri, (user, wanted) -> wanted.hold() != Hold.ONCE && user.state() == State.READY));
    list(
        lines,
        "waits, and may start",
        users(uri, (user, wanted) -> wanted.mandatory() && user.state() == State.WAITING));
  }

  private String fate(PluginJar jar, String uri, int ranking) {
    Optional<PluginStatus> now = statuses.stream().filter(s -> s.uri().equals(uri)).findFirst();
    if (now.isEmpty()) {
      return "is new";
    }
    if (now.get().state() == State.DISABLED) {
      return "is disabled by the configuration";
    }
    String bundle = now.get().bundle();
    int other = units.ranking(uri, bundle);
    boolean isKin = bundle.startsWith(jar.name() + " ");
    if (ranking < other) {
      return "stays behind " + bundle + ", whose ranking " + other + " is above " + ranking;
    }
    if (ranking > other || isKin) {
      return "replaces that of " + bundle + ", which drains; callers wait only if it is exclusive";
    }
    return "fails as long as " + bundle + " has it with the same ranking " + ranking;
  }

  /// All that hold it once, and those that hold them.
  private void collect(String uri, Set<String> found) {
    for (String user : users(uri, (_, wanted) -> wanted.hold() == Hold.ONCE)) {
      if (found.add(user)) {
        collect(user, found);
      }
    }
  }

  private Set<String> users(String uri, Choice choice) {
    Predicate<Requirement> names =
        wanted ->
            wanted.toString().equals(uri)
                || (wanted.id().isEmpty() && uri.startsWith(wanted.type() + "."));
    Set<String> users = new LinkedHashSet<>();
    for (PluginStatus user : statuses) {
      if (user.requires().stream().anyMatch(w -> names.test(w) && choice.takes(user, w))) {
        users.add(user.uri());
      }
    }
    return users;
  }

  private static void list(List<String> lines, String what, Set<String> uris) {
    uris.forEach(uri -> lines.add("  " + uri + " " + what));
  }

  /// Which users are asked for.
  @FunctionalInterface
  private interface Choice {
    boolean takes(PluginStatus user, Requirement wanted);
  }
}
