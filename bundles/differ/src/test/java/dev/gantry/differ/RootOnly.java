package dev.gantry.differ;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.types.Platform;
import java.nio.file.Path;
import java.util.Optional;

/// What a plugin is given that needs a directory and nothing else.
record RootOnly(Path root) implements InitContext, Meta {
  @Override
  public String uri() {
    return "test";
  }

  @Override
  public Path state() {
    return root.resolve("state");
  }

  @Override
  public <C extends Record> C config(Class<C> type) {
    throw new IllegalArgumentException(type.getName());
  }

  @Override
  public Configuration daemon() {
    throw new IllegalArgumentException("no configuration");
  }

  @Override
  public <T> T once(String type, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public <T> T once(String type, String id, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public <T> Optional<T> optional(String type, String id, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public <T> Handle<T> handle(String type, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public <T> Handle<T> handle(String type, String id, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public <T> LiveSet<T> set(String type, Class<T> as) {
    throw new IllegalArgumentException(type);
  }

  @Override
  public Meta meta() {
    return this;
  }

  @Override
  public Plugins plugins() {
    throw new IllegalArgumentException("no plugins");
  }

  @Override
  public void platform(Platform platform) {}

  @Override
  public void export(String name, String value) {}

  @Override
  public void capability(String name) {}
}
