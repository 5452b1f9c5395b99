package dev.gantry.content;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Component;

/// Registers the local content store.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.CONTENT, id = "content")
public final class ContentPlugin implements Registration {
  /// Refs are locked within an instance, so two must not work in one directory.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    context.meta().export("root", context.root().toString());
    return LocalContentStore.open(context.root(), InstantSource.system());
  }
}
