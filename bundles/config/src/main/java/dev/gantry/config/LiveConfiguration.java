package dev.gantry.config;

import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The settings of the start, and over them those that were adopted last.
final class LiveConfiguration implements Configuration {
  private final Supplier<Settings> reader;
  private final Settings first;
  private volatile Settings last;

  /// @param reader reads the file with the flags as they are
  LiveConfiguration(Supplier<Settings> reader) {
    this.reader = reader;
    this.first = reader.get();
    this.last = first;
  }

  @Override
  public Draft draft() {
    Settings next = reader.get();
    return new Draft() {
      @Override
      public <C extends Record> C section(String uri, C defaults) {
        return next.section(uri, defaults);
      }

      @Override
      public List<String> adopt() {
        last = next;
        ProcessSettings.log(next.log());
        return waiting(first.lasting(), next.lasting());
      }
    };
  }

  private static List<String> waiting(Map<String, Object> now, Map<String, Object> then) {
    Set<String> keys = new TreeSet<>(now.keySet());
    keys.addAll(then.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      if (!Objects.equals(now.get(key), then.get(key))) {
        lines.add(key + " has changed and needs a restart of the daemon");
      }
    }
    return lines;
  }

  @Override
  public Path root() {
    return first.root();
  }

  @Override
  public Path state() {
    return first.state();
  }

  @Override
  public Path pluginDir() {
    return first.pluginDir();
  }

  @Override
  public Optional<Path> temp() {
    return first.temp();
  }

  @Override
  public int oomScore() {
    return first.oomScore();
  }

  @Override
  public String cgroupPath() {
    return first.cgroupPath();
  }

  @Override
  public String grpcAddress() {
    return first.grpcAddress();
  }

  @Override
  public String ttrpcAddress() {
    return first.ttrpcAddress();
  }

  @Override
  public Set<String> requiredPlugins() {
    return first.requiredPlugins();
  }

  @Override
  public List<StreamProcessor> streamProcessors() {
    return first.streamProcessors();
  }

  @Override
  public Log log() {
    return last.log();
  }

  @Override
  public Set<String> disabledPlugins() {
    return last.disabledPlugins();
  }

  @Override
  public Duration timeout(String key) {
    return last.timeout(key);
  }

  @Override
  public <C extends Record> C section(String uri, C defaults) {
    return last.section(uri, defaults);
  }
}
