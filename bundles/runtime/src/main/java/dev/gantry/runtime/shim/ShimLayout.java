package dev.gantry.runtime.shim;

import java.nio.file.Path;

/// Where the files of tasks lie, as every daemon that serves the same shims has to have it.
///
/// @param state the plugin's directory for what a reboot may take
/// @param root the plugin's directory for what outlives one
record ShimLayout(Path state, Path root) {
  /// The bundle of one task.
  ///
  /// @param directory the shim's working directory
  /// @param work on disk, for what is too large for the state
  record Bundle(Path directory, Path work) {
    Path config() {
      return directory.resolve("config.json");
    }

    Path rootfs() {
      return directory.resolve("rootfs");
    }

    Path workLink() {
      return directory.resolve("work");
    }

    Path log() {
      return directory.resolve("log");
    }

    /// The program that was found for the runtime.
    Path program() {
      return directory.resolve("shim-binary-path");
    }

    Path bootstrap() {
      return directory.resolve("bootstrap.json");
    }

    /// Of shims of the 1.x line, which write it themselves.
    Path address() {
      return directory.resolve("address");
    }
  }

  Bundle bundle(String namespace, String id) {
    return new Bundle(state.resolve(namespace).resolve(id), root.resolve(namespace).resolve(id));
  }
}
