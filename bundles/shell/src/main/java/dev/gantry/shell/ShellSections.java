package dev.gantry.shell;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.config.OwnSections;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/// The section of the shell's socket.
@Component
public final class ShellSections implements OwnSections {
  @Override
  public Map<String, Record> in(Configuration configuration) {
    return Map.of(ShellConfig.URI, ShellConfig.of(configuration));
  }
}
