package dev.gantry.runtime.shim;

import java.nio.file.Path;

/// Where the files of tasks lie, as every daemon that serves the same shims has to have it.
///
/// @param state the plugin's directory for what a reboot may take
/// @param root the plugin's directory for what outlives one
public record ShimLayout(Path state, Path root) {
  /// The bundle of one task.
  ///
  /// @param directory the shim's working directory
  /// @param work on disk, for what is too large for the state
  public record Bundle(Path directory, Path work) {
    public Path config() {
      return directory.resolve("config.json");
    }

    public Path rootfs() {
      return directory.resolve("rootfs");
    }

    public Path workLink() {
      return directory.resolve("work");
    }

    public Path log() {
      return directory.resolve("log");
    }

    /// The program that was found for the runtime.
    public Path program() {
      return directory.resolve("shim-binary-path");
    }

    /// The id of the sandbox that serves the task.
    public Path sandbox() {
      return directory.resolve("sandbox");
    }

    /// Images that the task is restored from.
    public Path images() {
      return work.resolve("images");
    }

    public Path bootstrap() {
      return directory.resolve("bootstrap.json");
    }

    /// Of shims of the 1.x line, which write it themselves.
    public Path address() {
      return directory.resolve("address");
    }
  }

  public Bundle bundle(String namespace, String id) {
    return new Bundle(state.resolve(namespace).resolve(id), root.resolve(namespace).resolve(id));
  }
}
