package dev.gantry.service.opt;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.runtime.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A directory whose programs and libraries go before those of the system.
record OptDirectory(Path path) implements ProcessEnvironment {
  /// Makes what is missing of it.
  static OptDirectory make(Path path) {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x"));
    try {
      for (String name : List.of("bin", "lib")) {
        Files.createDirectories(path.resolve(name), mode);
      }
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("directories in \"" + path + "\" cannot be made: " + e, e);
    }
    return new OptDirectory(path);
  }

  @Override
  public Map<String, String> over(Map<String, String> environment) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.merge("PATH", path.resolve("bin").toString(), OptDirectory::before);
    changed.merge("LD_LIBRARY_PATH", path.resolve("lib").toString(), OptDirectory::before);
    return Map.copyOf(changed);
  }

  private static String before(String present, String first) {
    return present.isEmpty() ? first : first + ":" + present;
  }
}
