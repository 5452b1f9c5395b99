package dev.gantry.differ.unpack;

import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.util.Optional;

/// What lower layers put there, and how a layer takes it away.
sealed interface Beneath extends AutoCloseable permits InPlace, UnderOverlay {
  /// What a lower layer shows at a name where the tree itself has nothing. The caller closes it.
  Optional<LowerEntry> find(Level parent, FileName name);

  /// Whether the layer is unpacked before it is known what will lie beneath it.
  boolean isUnknown();

  /// Whether something in the tree only says that nothing is there.
  boolean isWhiteout(FileStat found);

  /// A name was made by this layer.
  void made(Level parent, FileName name);

  /// A directory was made where this layer had something else before.
  void replaced(Level directory);

  /// Takes away what lower layers have at a name, but nothing that this layer made.
  void hide(Level parent, FileName name);

  /// The same for all names of a directory.
  void hideAll(Level directory);

  @Override
  void close();
}
