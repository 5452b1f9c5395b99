package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Registers the overlayfs snapshotter.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SNAPSHOTTER, id = "overlayfs")
public final class OverlayPlugin implements Registration {
  @Override
  public Optional<Record> defaults() {
    return Optional.of(OverlayConfig.DEFAULTS);
  }

  /// It locks its directory.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    OverlayConfig config = context.config(OverlayConfig.class);
    Path root = config.rootPath().isEmpty() ? context.root() : Path.of(config.rootPath());
    return OverlaySnapshotters.open(root, config, context.meta());
  }
}
