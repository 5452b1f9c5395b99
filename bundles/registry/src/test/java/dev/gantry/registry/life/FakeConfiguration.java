package dev.gantry.registry.life;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A configuration of defaults with the registry's own settings, disabled and required plugins.
record FakeConfiguration(
    Settings settings,
    Set<String> disabledPlugins,
    Set<String> requiredPlugins,
    String wrong,
    Record own)
    implements Configuration {
  static FakeConfiguration of(Settings settings) {
    return new FakeConfiguration(settings, Set.of(), Set.of(), "", new None());
  }

  FakeConfiguration disabling(String uri) {
    return new FakeConfiguration(settings, Set.of(uri), requiredPlugins, wrong, own);
  }

  FakeConfiguration requiring(String uri) {
    return new FakeConfiguration(settings, disabledPlugins, Set.of(uri), wrong, own);
  }

  /// Has one section be of the wrong type.
  FakeConfiguration wrongIn(String uri) {
    return new FakeConfiguration(settings, disabledPlugins, requiredPlugins, uri, own);
  }

  /// Has every section of that type be this one.
  FakeConfiguration saying(Record section) {
    return new FakeConfiguration(settings, disabledPlugins, requiredPlugins, wrong, section);
  }

  FakeConfiguration with(Settings other) {
    return new FakeConfiguration(other, disabledPlugins, requiredPlugins, wrong, own);
  }

  @Override
  public <C extends Record> C section(String uri, C defaults) {
    if (uri.equals(wrong)) {
      throw new ConfigException("config.toml:3:1: " + uri + ": not a number");
    }
    @SuppressWarnings("unchecked") // Of the same class as the defaults.
    C section =
        uri.equals(Settings.URI)
            ? (C) settings
            : defaults.getClass().isInstance(own) ? (C) own : defaults;
    return section;
  }

  private record None() {}

  @Override
  public Draft draft() {
    throw new ConfigException("there is no file");
  }

  @Override
  public Path root() {
    return Path.of("/root-of-test");
  }

  @Override
  public Path state() {
    return Path.of("/state-of-test");
  }

  @Override
  public Path pluginDir() {
    return Path.of("/plugins");
  }

  @Override
  public Optional<Path> temp() {
    return Optional.empty();
  }

  @Override
  public int oomScore() {
    return 0;
  }

  @Override
  public String cgroupPath() {
    return "";
  }

  @Override
  public Log log() {
    return new Log("", "");
  }

  @Override
  public String grpcAddress() {
    return "/run/test.sock";
  }

  @Override
  public String ttrpcAddress() {
    return "/run/test.sock.ttrpc";
  }

  @Override
  public Duration timeout(String key) {
    throw new IllegalArgumentException(key);
  }

  @Override
  public List<StreamProcessor> streamProcessors() {
    return List.of();
  }
}
