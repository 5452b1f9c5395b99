package dev.gantry.api.types;

import java.util.List;

/// One mount for the caller to make, in the words of mount(2) and fstab.
///
/// @param type file system type, or `bind`
/// @param target below the root of the mounts; empty for the root itself
/// @param options in order, as in fstab
public record Mount(String type, String source, String target, List<String> options) {
  public Mount {
    options = List.copyOf(options);
  }

  public Mount(String type, String source, List<String> options) {
    this(type, source, "", options);
  }
}
