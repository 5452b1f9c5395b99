package dev.gantry.config;

import dev.gantry.api.config.Configuration.StreamProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Where everything is when nobody says otherwise.
///
/// @param imports patterns that are read when the main file names none
/// @param streamProcessors that decrypt layers, where their program is installed
record Defaults(
    Path file,
    Path root,
    Path state,
    String address,
    List<String> imports,
    List<StreamProcessor> streamProcessors) {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  /// Time limits by key.
  static final Map<String, Duration> TIMEOUTS =
      Map.of(
          "io.containerd.timeout.bolt.open", Duration.ZERO,
          "io.containerd.timeout.shim.load", Duration.ofSeconds(5),
          "io.containerd.timeout.shim.cleanup", Duration.ofSeconds(5),
          "io.containerd.timeout.shim.shutdown", Duration.ofSeconds(3),
          "io.containerd.timeout.task.state", Duration.ofSeconds(2),
          "io.containerd.timeout.metrics.shimstats", Duration.ofSeconds(2),
          "io.containerd.timeout.cri.defercleanup", Duration.ofMinutes(1));

  /// Of the system for root, else of the user, as XDG places them.
  static Defaults of(boolean root, Map<String, String> environment) {
    if (root) {
      return below(Path.of("/etc/gantry"), Path.of("/var/lib/gantry"), Path.of("/run/gantry"));
    }
    Path home = Path.of(environment.getOrDefault("HOME", "/"));
    return below(
        xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")).resolve("gantry"),
        xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve("gantry"),
        xdg(environment, "XDG_RUNTIME_DIR", home.resolve(".cache/run")).resolve("gantry"));
  }

  private static Defaults below(Path config, Path root, Path state) {
    return new Defaults(
        config.resolve("config.toml"),
        root,
        state,
        state.resolve("gantry.sock").toString(),
        List.of(config.resolve("conf.d") + "/*.toml"),
        List.of(decoder(config, "tar.gzip", LAYER + "+gzip"), decoder(config, "tar", LAYER)));
  }

  private static StreamProcessor decoder(Path config, String name, String mediaType) {
    Path keys = config.resolve("ocicrypt");
    return new StreamProcessor(
        "io.containerd.ocicrypt.decoder.v1." + name,
        List.of(mediaType + "+encrypted"),
        mediaType,
        "ctd-decoder",
        List.of("--decryption-keys-path", keys.resolve("keys").toString()),
        List.of("OCICRYPT_KEYPROVIDER_CONFIG=" + keys.resolve("ocicrypt_keyprovider.conf")));
  }

  private static Path xdg(Map<String, String> environment, String name, Path otherwise) {
    String given = environment.getOrDefault(name, "");
    return given.startsWith("/") ? Path.of(given) : otherwise;
  }
}
