package dev.gantry.registry.osgi;

import dev.gantry.api.config.OwnSections;
import dev.gantry.registry.life.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/// Starts and stops the registry with its bundle. An activator and no component, so that the
/// registry is there without any other bundle.
public final class Activator implements BundleActivator {
  /// Touched by the framework alone, which never starts and stops at a time.
  private @Nullable Frame frame;

  @Override
  public void start(BundleContext context) {
    OwnSections own = file -> Map.of(Settings.URI, file.section(Settings.URI, Settings.DEFAULTS));
    context.registerService(OwnSections.class, own, null);
    frame = new Frame(context);
    frame.open();
  }

  @Override
  public void stop(BundleContext context) {
    if (frame != null) {
      frame.close();
      frame = null;
    }
  }
}
