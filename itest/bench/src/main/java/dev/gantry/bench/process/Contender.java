package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A daemon that takes part.
public sealed interface Contender {
  String name();

  /// What is executed.
  String program();

  /// How it is started with all its data in a folder.
  ProcessBuilder command(Path folder, Path socket) throws IOException;

  /// Debian's containerd, without the Kubernetes plugin, which Gantry has no counterpart of.
  record Containerd(String program, String bin) implements Contender {
    public Containerd(Tools tools) {
      this(tools.path("CONTAINERD"), tools.path("BIN"));
    }

    @Override
    public String name() {
      return "containerd";
    }

    @Override
    public ProcessBuilder command(Path folder, Path socket) throws IOException {
      Path config = folder.resolve("config.toml");
      Files.writeString(
          config,
          """
          version = 2
          disabled_plugins = ["io.containerd.grpc.v1.cri"]
          root = "%1$s/root"
          state = "%1$s/state"
          [grpc]
          address = "%2$s"
          [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
          """
              .formatted(folder, socket));
      ProcessBuilder builder = new ProcessBuilder(program, "--config", config.toString());
      builder.environment().merge("PATH", bin, (path, first) -> first + ":" + path);
      return builder;
    }
  }

  /// Gantry's distribution.
  ///
  /// @param bin where it finds shims and runc
  /// @param cache what it makes for later starts: the framework's bundle cache, the AOT cache
  /// @param trains whether it makes the AOT cache when there is none
  record Gantry(String name, Path distribution, String bin, Path cache, boolean trains)
      implements Contender {
    @Override
    public String program() {
      return distribution.resolve("gantry").toString();
    }

    @Override
    public ProcessBuilder command(Path folder, Path socket) throws IOException {
      Path config = folder.resolve("config.toml");
      Files.writeString(config, "version = 2\n");
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  program(),
                  "--config=" + config,
                  "--root=" + folder.resolve("root"),
                  "--state=" + folder.resolve("state"),
                  "--address=" + socket));
      builder.environment().merge("PATH", bin, (path, first) -> first + ":" + path);
      builder.environment().put("GANTRY_CACHE", cache.toString());
      builder.environment().put("GANTRY_AOT", trains ? "on" : "off");
      return builder;
    }
  }
}
