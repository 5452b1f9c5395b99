package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.types.Platform;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a plugin is given: a directory, and of everything else what the tests need.
///
/// @param told collects what the plugin tells of itself
record PluginContext(Path root, List<Object> told) implements InitContext, Meta {
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
    return (Configuration)
        Proxy.newProxyInstance(
            Configuration.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (_, method, _) -> {
              assertEquals("streamProcessors", method.getName());
              return List.of();
            });
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
  @SuppressWarnings("unchecked") // the only handle that is asked for
  public <T> Handle<T> handle(String type, Class<T> as) {
    assertEquals(PluginTypes.METADATA, type);
    return (Handle<T>) new FixedDatabase(LabelledContent.in(root.resolve("content")));
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
  public void platform(Platform platform) {
    told.add(platform);
  }

  @Override
  public void export(String name, String value) {}

  @Override
  public void capability(String name) {}
}
