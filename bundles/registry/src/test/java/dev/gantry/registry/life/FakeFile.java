package dev.gantry.registry.life;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A configuration that can be written anew and read again.
final class FakeFile implements Configuration {
  private volatile FakeConfiguration now;
  private volatile FakeConfiguration written;

  FakeFile(FakeConfiguration first) {
    now = first;
    written = first;
  }

  void write(FakeConfiguration text) {
    written = text;
  }

  @Override
  public Draft draft() {
    FakeConfiguration next = written;
    if (next.wrong().equals("file")) {
      throw new ConfigException("config.toml row 1 column 1: no TOML");
    }
    return new Draft() {
      @Override
      public <C extends Record> C section(String uri, C defaults) {
        return next.section(uri, defaults);
      }

      @Override
      public List<String> adopt() {
        now = next;
        return List.of("adopted");
      }
    };
  }

  @Override
  public <C extends Record> C section(String uri, C defaults) {
    return now.section(uri, defaults);
  }

  @Override
  public Set<String> disabledPlugins() {
    return now.disabledPlugins();
  }

  @Override
  public Set<String> requiredPlugins() {
    return now.requiredPlugins();
  }

  @Override
  public Path root() {
    return now.root();
  }

  @Override
  public Path state() {
    return now.state();
  }

  @Override
  public Path pluginDir() {
    return now.pluginDir();
  }

  @Override
  public Optional<Path> temp() {
    return now.temp();
  }

  @Override
  public int oomScore() {
    return now.oomScore();
  }

  @Override
  public String cgroupPath() {
    return now.cgroupPath();
  }

  @Override
  public Log log() {
    return now.log();
  }

  @Override
  public String grpcAddress() {
    return now.grpcAddress();
  }

  @Override
  public String ttrpcAddress() {
    return now.ttrpcAddress();
  }

  @Override
  public Duration timeout(String key) {
    return now.timeout(key);
  }

  @Override
  public List<StreamProcessor> streamProcessors() {
    return now.streamProcessors();
  }
}
