package dev.gantry.differ.mounts;

import dev.gantry.api.types.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The options of an overlay mount.
///
/// @param upper the directory that takes changes, if any
/// @param lowers directories of lower layers, the nearest first
/// @param userXattrs whether marks are kept where ordinary users may
/// @param others everything else, in order
public record OverlayOptions(
    Optional<Path> upper, List<Path> lowers, boolean userXattrs, List<String> others) {
  private static final String UPPER = "upperdir=";
  private static final String LOWER = "lowerdir=";
  private static final String WORK = "workdir=";

  static OverlayOptions parse(Mount mount) {
    Optional<Path> upper = Optional.empty();
    var lowers = new ArrayList<Path>();
    var others = new ArrayList<String>();
    for (String option : mount.options()) {
      if (option.startsWith(UPPER)) {
        upper = Optional.of(Path.of(option.substring(UPPER.length())));
      } else if (option.startsWith(LOWER)) {
        lowers.addAll(split(option.substring(LOWER.length())));
      } else if (!option.startsWith(WORK)) {
        others.add(option);
      }
    }
    return new OverlayOptions(upper, lowers, others.contains("userxattr"), others);
  }

  /// At colons; a backslash takes its meaning from the next character.
  private static List<Path> split(String paths) {
    var all = new ArrayList<Path>();
    var one = new StringBuilder();
    for (int i = 0; i < paths.length(); i++) {
      char c = paths.charAt(i);
      if (c == ':') {
        all.add(Path.of(one.toString()));
        one.setLength(0);
      } else {
        one.append(c == '\\' && i + 1 < paths.length() ? paths.charAt(++i) : c);
      }
    }
    all.add(Path.of(one.toString()));
    return all;
  }

  /// The same mount for reading only, so that nothing is written beside whoever has it mounted.
  Mount readOnly(Mount mount) {
    var options = new ArrayList<String>();
    options.add("ro");
    options.addAll(others);
    var layers = new ArrayList<String>();
    upper.ifPresent(path -> layers.add(escape(path)));
    lowers.forEach(path -> layers.add(escape(path)));
    options.add(LOWER + String.join(":", layers));
    return new Mount(mount.type(), mount.source(), mount.target(), options);
  }

  private static String escape(Path path) {
    return path.toString().replace("\\", "\\\\").replace(":", "\\:");
  }
}
