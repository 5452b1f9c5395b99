package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.ProcessEnvironment;
import java.util.HashMap;
import java.util.Map;

/// A plugin that adds to environments, may change what, and may be away.
final class Added implements Handle<ProcessEnvironment> {
  private Map<String, String> added;
  private boolean away;

  Added(Map<String, String> added) {
    this.added = added;
  }

  void change(Map<String, String> other) {
    added = other;
  }

  void takeAway() {
    away = true;
  }

  @Override
  public Use<ProcessEnvironment> open() {
    if (away) {
      throw Fault.NOT_IMPLEMENTED.because("plugin is away");
    }
    return new Use<>() {
      @Override
      public ProcessEnvironment get() {
        return environment -> {
          Map<String, String> all = new HashMap<>(environment);
          all.putAll(added);
          return all;
        };
      }

      @Override
      public void close() {}
    };
  }
}
