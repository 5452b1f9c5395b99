package dev.gantry.metadata;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.types.Platform;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A context of given plugins by type; for a set, the plugin is the set.
final class PlainContext implements InitContext {
  private final Path root;
  private final Record config;
  private final Map<String, Object> plugins;
  private final Map<String, String> exports = new HashMap<>();

  PlainContext(Path root, Record config, Map<String, Object> plugins) {
    this.root = root;
    this.config = config;
    this.plugins = plugins;
  }

  Map<String, String> exports() {
    return exports;
  }

  @Override
  public String uri() {
    return "test";
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public Path state() {
    return root;
  }

  @Override
  public <C extends Record> C config(Class<C> type) {
    return type.cast(config);
  }

  @Override
  public <T> T once(String type, Class<T> as) {
    return as.cast(plugins.get(type));
  }

  @Override
  public <T> Handle<T> handle(String type, Class<T> as) {
    return new FixedHandle<>(once(type, as));
  }

  @Override
  public <T> LiveSet<T> set(String type, Class<T> as) {
    FixedSet<T> set = new FixedSet<>();
    set.add("memory", once(type, as));
    return set;
  }

  @Override
  public Meta meta() {
    return new Meta() {
      @Override
      public void platform(Platform platform) {}

      @Override
      public void export(String name, String value) {
        exports.put(name, value);
      }

      @Override
      public void capability(String name) {}
    };
  }

  @Override
  public Configuration daemon() {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> T once(String type, String id, Class<T> as) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Optional<T> optional(String type, String id, Class<T> as) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> Handle<T> handle(String type, String id, Class<T> as) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Plugins plugins() {
    throw new UnsupportedOperationException();
  }
}
