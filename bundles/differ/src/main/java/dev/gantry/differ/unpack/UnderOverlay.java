package dev.gantry.differ.unpack;

import dev.gantry.differ.tar.TarEntry;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.Xattrs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The upper directory of an overlay file system that is not mounted: what lower layers put lies in
/// directories of their own, seen as the overlay would show it, and is hidden by the marks that the
/// overlay knows.
final class UnderOverlay implements Beneath {
  private static final byte[] YES = "y".getBytes(StandardCharsets.US_ASCII);

  private final List<Directory> lowers = new ArrayList<>();
  private final String opaque;

  /// @param layers from the nearest to the farthest; none where they come later
  /// @param userXattrs whether the overlay keeps its marks where ordinary users may
  UnderOverlay(List<Path> layers, boolean userXattrs) {
    this.opaque = (userXattrs ? "user" : "trusted") + ".overlay.opaque";
    try {
      layers.forEach(layer -> lowers.add(Directory.open(layer)));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Optional<LowerEntry> find(Level parent, FileName name) {
    FileName path = parent.path();
    for (int layer : shining(parent)) {
      Optional<FileStat> found = look(layer, path, name);
      if (found.isPresent()) {
        return found
            .filter(stat -> !isWhiteout(stat))
            .map(stat -> new LowerEntry(lowers.get(layer).descend(path), name, stat));
      }
    }
    return Optional.empty();
  }

  private Optional<FileStat> look(int layer, FileName path, FileName name) {
    try (Directory directory = lowers.get(layer).descend(path)) {
      return directory.entry(name).find();
    }
  }

  /// Which layers have a part in a directory.
  private int[] shining(Level level) {
    int[] known = level.lowers();
    if (known == null) {
      known = level.above() == null ? allLayers() : layersOf(level, level.above());
      level.lowers(known);
    }
    return known;
  }

  private int[] allLayers() {
    return IntStream.range(0, lowers.size()).toArray();
  }

  private int[] layersOf(Level level, Level above) {
    if (level.isOpaque() || isMarked(level.directory().xattrs())) {
      return new int[0];
    }
    var found = IntStream.builder();
    FileName path = above.path();
    for (int layer : shining(above)) {
      try (Directory parent = lowers.get(layer).descend(path)) {
        Entry entry = parent.entry(level.name());
        Optional<FileStat.Type> type = entry.find().map(FileStat::type);
        if (type.isPresent() && type.get() != FileStat.Type.DIRECTORY) {
          break;
        }
        if (type.isPresent()) {
          found.add(layer);
          if (isMarked(entry.xattrs())) {
            break;
          }
        }
      }
    }
    return found.build().toArray();
  }

  private boolean isMarked(Xattrs xattrs) {
    return xattrs.get(opaque).filter(value -> Arrays.equals(value, YES)).isPresent();
  }

  @Override
  public boolean isUnknown() {
    return lowers.isEmpty();
  }

  @Override
  public boolean isWhiteout(FileStat found) {
    return found.type() == FileStat.Type.CHARACTER_DEVICE
        && found.node().major() == 0
        && found.node().minor() == 0;
  }

  @Override
  public void made(Level parent, FileName name) {
    // All that is in the upper directory is this layer's.
  }

  @Override
  public void replaced(Level directory) {
    directory.directory().xattrs().set(opaque, YES);
    directory.makeOpaque();
  }

  @Override
  public void hide(Level parent, FileName name) {
    Entry entry = parent.entry(name);
    Optional<FileStat> found = entry.find();
    if (found.isEmpty()) {
      parent.touch();
      entry.makeNode(FileStat.Type.CHARACTER_DEVICE, 0, TarEntry.NO_DEVICE);
    } else if (found.get().type() == FileStat.Type.DIRECTORY) {
      entry.xattrs().set(opaque, YES);
    }
  }

  /// The mark means nothing on the root of an overlay: there each name is hidden by itself.
  @Override
  public void hideAll(Level directory) {
    if (directory.above() != null) {
      replaced(directory);
      return;
    }
    for (Directory lower : lowers) {
      for (FileName name : lower.list()) {
        hide(directory, name);
      }
    }
  }

  @Override
  public void close() {
    lowers.forEach(Directory::close);
  }
}
