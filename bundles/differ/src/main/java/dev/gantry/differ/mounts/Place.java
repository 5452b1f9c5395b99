package dev.gantry.differ.mounts;

import dev.gantry.api.types.Mount;
import dev.gantry.differ.unpack.Destination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Mounts in use, made for it if they had to be.
public final class Place implements AutoCloseable {
  private static final Path ID_MAP = Path.of("/proc/self/uid_map");

  private final Destination destination;
  private final boolean mounted;

  private Place(Destination destination, boolean mounted) {
    this.destination = destination;
    this.mounted = mounted;
  }

  /// For unpacking into: without mounting where that comes to the same.
  public static Place forWriting(List<Mount> mounts, TemporaryMounts temporary) throws IOException {
    Optional<Destination> direct = direct(mounts);
    return direct.isPresent()
        ? new Place(direct.get(), false)
        : new Place(Destination.whole(temporary.mount(mounts, false)), true);
  }

  /// For looking at.
  public static Place forReading(List<Mount> mounts, TemporaryMounts temporary) {
    return new Place(Destination.whole(temporary.mount(mounts, true)), true);
  }

  private static Optional<Destination> direct(List<Mount> mounts) throws IOException {
    if (mounts.size() != 1 || !mounts.getFirst().target().isEmpty()) {
      return Optional.empty();
    }
    Mount only = mounts.getFirst();
    return switch (only.type()) {
      case "overlay" -> upper(OverlayOptions.parse(only));
      case "bind" -> only.options().contains("ro") ? Optional.empty() : bound(only.source());
      default -> Optional.empty();
    };
  }

  private static Optional<Destination> bound(String source) throws IOException {
    Path root = Path.of(source).toRealPath();
    return Files.isDirectory(root) && root.getParent() != null
        ? Optional.of(Destination.whole(root))
        : Optional.empty();
  }

  /// Only an empty one: what is already there would be taken for this layer's. In a user namespace
  /// the overlay's usual marks cannot be set.
  private static Optional<Destination> upper(OverlayOptions options) throws IOException {
    boolean usable =
        options.upper().isPresent()
            && options.lowers().stream().allMatch(Path::isAbsolute)
            && !options.others().contains("ro")
            && (options.userXattrs() || !inUserNamespace());
    if (!usable) {
      return Optional.empty();
    }
    Path upper = options.upper().orElseThrow().toRealPath();
    return upper.getParent() != null && Destination.isEmpty(upper)
        ? Optional.of(Destination.upper(upper, options.lowers(), options.userXattrs()))
        : Optional.empty();
  }

  private static boolean inUserNamespace() throws IOException {
    String map = Files.readString(ID_MAP).strip();
    return !map.matches("0\\s+0\\s+4294967295");
  }

  /// What to unpack into.
  public Destination destination() {
    return destination;
  }

  /// The root of the tree.
  public Path root() {
    return destination.root();
  }

  @Override
  public void close() {
    if (mounted) {
      TemporaryMounts.remove(destination.root());
    }
  }
}
