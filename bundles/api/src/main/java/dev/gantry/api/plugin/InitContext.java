package dev.gantry.api.plugin;

import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// What a plugin is given when it is made. Look-ups answer what the registration requires and throw
/// [IllegalArgumentException] for anything else; all of it may be used on the thread of `init`
/// only, but for the objects that were returned.
@ProviderType
public interface InitContext {
  /// `type.id`.
  String uri();

  /// Where the plugin keeps what outlives a reboot. It makes the directory itself.
  Path root();

  /// Where the plugin keeps what a reboot may take. It makes the directory itself.
  Path state();

  /// The plugin's section of the configuration file over its defaults.
  ///
  /// @throws IllegalArgumentException when the registration has no defaults of that type
  <C extends Record> C config(Class<C> type);

  /// The daemon's own configuration.
  Configuration daemon();

  /// The plugin required *once* by type.
  <T> T once(String type, Class<T> as);

  /// The plugin required *once* by type and id.
  <T> T once(String type, String id, Class<T> as);

  /// As [#once], for an optional requirement.
  <T> Optional<T> optional(String type, String id, Class<T> as);

  /// The handle of the plugin required by type. For an optional requirement that is not there, its
  /// calls answer NOT_IMPLEMENTED.
  <T> Handle<T> handle(String type, Class<T> as);

  /// The handle of the plugin required by type and id.
  <T> Handle<T> handle(String type, String id, Class<T> as);

  /// All plugins of a type, live.
  <T> LiveSet<T> set(String type, Class<T> as);

  /// What the plugin tells of itself.
  Meta meta();

  /// Every plugin with its state, live.
  Plugins plugins();
}
