package dev.gantry.registry.life;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Registration;
import java.util.Optional;

/// A plugin whose instance is its configuration.
final class Configured implements Registration {
  @Override
  public Optional<Record> defaults() {
    return Optional.of(new Section(7));
  }

  @Override
  public Object init(InitContext context) {
    return context.config(Section.class);
  }

  record Section(int number) {}
}
