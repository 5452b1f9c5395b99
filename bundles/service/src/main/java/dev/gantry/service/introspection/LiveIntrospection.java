package dev.gantry.service.introspection;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Telling;
import dev.gantry.api.types.TypedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Tells what the registry knows at the moment.
final class LiveIntrospection implements Introspection {
  private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

  private final Plugins plugins;
  private final UuidFile uuid;

  LiveIntrospection(Plugins plugins, UuidFile uuid) {
    this.plugins = plugins;
    this.uuid = uuid;
  }

  @Override
  public List<PluginStatus> plugins(Filter filter) {
    return plugins.statuses().stream()
        .filter(plugin -> plugin.state() != PluginStatus.State.DISABLED)
        .filter(plugin -> plugin.matches(filter))
        .toList();
  }

  @Override
  public TypedValue ask(Call call, String uri, TypedValue question) {
    Handle<Object> plugin =
        plugins.find(uri).orElseThrow(() -> Fault.NOT_FOUND.because("plugin " + uri));
    return plugin.with(
        object -> {
          if (object instanceof Telling telling) {
            return telling.tell(call, question);
          }
          throw Fault.NOT_IMPLEMENTED.because("plugin " + uri + " tells nothing more");
        });
  }

  @Override
  public UUID uuid() {
    return uuid.get();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public long pidNamespace() {
    try {
      return (Long) Files.getAttribute(PID_NAMESPACE, "unix:ino");
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("the pid namespace at " + PID_NAMESPACE + " is hidden", e);
    }
  }
}
