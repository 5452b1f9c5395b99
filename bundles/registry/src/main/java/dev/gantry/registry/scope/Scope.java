package dev.gantry.registry.scope;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.Requirement.Hold;
import dev.gantry.registry.use.Members;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.use.Reference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The context of one init.
public final class Scope implements InitContext {
  private final String uri;
  private final List<Requirement> requires;
  private final Optional<Record> defaults;
  private final Map<Requirement, Object> bound;
  private final Surroundings surroundings;
  private final Telling telling = new Telling();

  /// @param requires by newest names
  /// @param bound the objects of what is required once, as far as they are there
  public Scope(
      String uri,
      List<Requirement> requires,
      Optional<Record> defaults,
      Map<Requirement, Object> bound,
      Surroundings surroundings) {
    this.uri = uri;
    this.requires = List.copyOf(requires);
    this.defaults = defaults;
    this.bound = Map.copyOf(bound);
    this.surroundings = surroundings;
  }

  @Override
  public String uri() {
    return uri;
  }

  @Override
  public Path root() {
    return daemon().root().resolve(uri);
  }

  @Override
  public Path state() {
    return daemon().state().resolve(uri);
  }

  @Override
  public <C extends Record> C config(Class<C> type) {
    C ownDefaults =
        defaults
            .filter(type::isInstance)
            .map(type::cast)
            .orElseThrow(() -> wrong("has no defaults of the type " + type.getName()));
    return daemon().section(uri, ownDefaults);
  }

  @Override
  public Configuration daemon() {
    return surroundings.daemon();
  }

  @Override
  public <T> T once(String type, Class<T> as) {
    return once(type, "", as);
  }

  @Override
  public <T> T once(String type, String id, Class<T> as) {
    return optional(type, id, as)
        .orElseThrow(
            () -> wrong("looks up " + name(type, id) + ", which is optional and not there"));
  }

  @Override
  public <T> Optional<T> optional(String type, String id, Class<T> as) {
    Requirement wanted = declared(type, id, Hold.ONCE);
    @Nullable Object object = bound.get(wanted);
    if (object != null && !as.isInstance(object)) {
      throw wrong("looks up " + wanted + ": " + Reference.mismatch(wanted.toString(), object, as));
    }
    return Optional.ofNullable(object).map(as::cast);
  }

  @Override
  public <T> Handle<T> handle(String type, Class<T> as) {
    return handle(type, "", as);
  }

  @Override
  public <T> Handle<T> handle(String type, String id, Class<T> as) {
    return new Reference<>(surroundings.port(declared(type, id, Hold.HANDLE)), as);
  }

  @Override
  public <T> LiveSet<T> set(String type, Class<T> as) {
    Requirement wanted = declared(type, "", Hold.SET);
    return new Members<>(() -> surroundings.members(wanted.type()), as);
  }

  @Override
  public Meta meta() {
    return telling;
  }

  /// What was told up to now.
  public Meta.Told told() {
    return telling.told();
  }

  @Override
  public Plugins plugins() {
    return surroundings.plugins();
  }

  private Requirement declared(String type, String id, Hold hold) {
    String name = Aliases.newest(name(type, id));
    return requires.stream()
        .filter(wanted -> wanted.hold() == hold && wanted.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "looks up "
                        + name
                        + " as "
                        + hold
                        + ", which its registration does not declare"));
  }

  private static String name(String type, String id) {
    return id.isEmpty() ? type : type + "." + id;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("plugin \"" + uri + "\" " + what);
  }

  /// What a context takes from the registry. Safe for any number of threads.
  public interface Surroundings {
    Configuration daemon();

    Plugins plugins();

    /// The port of a requirement.
    Port port(Requirement wanted);

    /// The ports of a type's plugins by id, live.
    SortedMap<String, Port> members(String type);
  }
}
