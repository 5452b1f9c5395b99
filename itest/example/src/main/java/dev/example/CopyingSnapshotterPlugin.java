package dev.example;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.types.Platform;
import org.osgi.service.component.annotations.Component;

/// Registers a snapshotter whose snapshots are plain directories.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SNAPSHOTTER, id = "example")
public final class CopyingSnapshotterPlugin implements Registration {
  /// The store in its directory is locked.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    context.meta().platform(Platform.host());
    return CopiedDirectories.snapshotter(context.root());
  }
}
