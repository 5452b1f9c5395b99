package dev.gantry.shell;

import dev.gantry.api.config.Configuration;

/// The shell's section of the configuration.
///
/// @param address the socket that `gantry shell` connects to; none is opened when empty
record ShellConfig(String address) {
  static final String URI = "io.containerd.internal.v1.shell";

  static ShellConfig of(Configuration configuration) {
    String usual = configuration.state().resolve("shell.sock").toString();
    return configuration.section(URI, new ShellConfig(usual));
  }
}
