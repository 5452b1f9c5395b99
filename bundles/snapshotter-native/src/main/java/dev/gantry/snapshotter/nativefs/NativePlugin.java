package dev.gantry.snapshotter.nativefs;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.types.Platform;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Registers the native snapshotter.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SNAPSHOTTER, id = "native")
public final class NativePlugin implements Registration {
  @Override
  public Optional<Record> defaults() {
    return Optional.of(NativeConfig.DEFAULTS);
  }

  /// It locks its directory.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    String configured = context.config(NativeConfig.class).rootPath();
    Path root = configured.isEmpty() ? context.root() : Path.of(configured);
    context.meta().platform(Platform.host());
    context.meta().export("root", root.toString());
    return NativeFiles.open(root);
  }
}
