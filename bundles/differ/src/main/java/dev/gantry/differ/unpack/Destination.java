package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// Where a layer is unpacked.
public final class Destination {
  private final Path root;
  private final Supplier<Beneath> beneath;

  private Destination(Path root, Supplier<Beneath> beneath) {
    this.root = root;
    this.beneath = beneath;
  }

  /// A tree that holds all lower layers, mounted or not.
  ///
  /// @param root a trusted absolute path without links, not `/`
  public static Destination whole(Path root) {
    return new Destination(root, () -> new InPlace(isEmpty(root)));
  }

  /// The empty upper directory of an overlay that is not mounted.
  ///
  /// @param root a trusted absolute path without links
  /// @param lowers directories of the lower layers, the nearest first; none where they come later
  /// @param userXattrs whether the overlay keeps its marks where ordinary users may
  public static Destination upper(Path root, List<Path> lowers, boolean userXattrs) {
    List<Path> copy = List.copyOf(lowers);
    return new Destination(root, () -> new UnderOverlay(copy, userXattrs));
  }

  /// Whether a directory has nothing in it.
  public static boolean isEmpty(Path directory) {
    try (Directory open = Directory.open(directory)) {
      return open.list().isEmpty();
    }
  }

  /// The root of the tree.
  public Path root() {
    return root;
  }

  Beneath beneath() {
    return beneath.get();
  }
}
