package dev.gantry.api.types;

/// An OCI platform, such as linux/amd64.
public record Platform(String os, String architecture, String variant, String osVersion) {
  public Platform(String os, String architecture) {
    this(os, architecture, "", "");
  }

  /// The platform this JVM runs on, in Go's words.
  public static Platform host() {
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "aarch64" -> new Platform("linux", "arm64", "v8", "");
      case "x86_64", "amd64" -> new Platform("linux", "amd64");
      default -> new Platform("linux", arch);
    };
  }
}
