package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Configuration files in a folder of a test.
record Sample(Path folder) {
  Path write(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Defaults defaults() {
    return new Defaults(
        folder.resolve("config.toml"),
        folder.resolve("root"),
        folder.resolve("state"),
        folder.resolve("state/gantry.sock").toString(),
        List.of(folder.resolve("conf.d") + "/*.toml"),
        List.of());
  }

  /// Reads the main file with what it imports.
  Settings read(Map<String, String> flags) {
    Defaults defaults = defaults();
    return new Settings(
        ConfigFiles.load(defaults.file(), false, defaults.imports()), flags, defaults);
  }

  /// Reads a main file of that text.
  Settings read(String text) {
    write("config.toml", text);
    return read(Map.of());
  }

  /// Why a main file of that text is refused, with its name shortened.
  String refused(String text) {
    write("config.toml", text);
    return refused(Map.of());
  }

  String refused(Map<String, String> flags) {
    String message =
        String.valueOf(assertThrows(ConfigException.class, () -> read(flags)).getMessage());
    return message.replace(folder + "/", "");
  }
}
