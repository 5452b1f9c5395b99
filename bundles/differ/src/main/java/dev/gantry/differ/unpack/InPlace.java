package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.util.Optional;

/// A tree that holds everything itself: what lower layers put there is physically there and is
/// physically removed.
final class InPlace implements Beneath {
  // Of a tree that was empty everything is this layer's, and nothing need be remembered.
  private final Optional<MadeNames> made;

  /// @param empty whether the tree has nothing in it yet
  InPlace(boolean empty) {
    this.made = empty ? Optional.empty() : Optional.of(new MadeNames());
  }

  @Override
  public Optional<LowerEntry> find(Level parent, FileName name) {
    return Optional.empty();
  }

  @Override
  public boolean isWhiteout(FileStat found) {
    return false;
  }

  @Override
  public void made(Level parent, FileName name) {
    made.ifPresent(names -> names.add(parent.inode(), name));
  }

  @Override
  public void replaced(Level directory) {
    // What was there is gone for good.
  }

  @Override
  public void hide(Level parent, FileName name) {
    if (made.isPresent()) {
      parent.touch();
      remove(made.get(), parent.directory(), parent.inode(), name);
    }
  }

  @Override
  public void hideAll(Level directory) {
    if (made.isPresent()) {
      directory.touch();
      for (FileName name : directory.directory().list()) {
        remove(made.get(), directory.directory(), directory.inode(), name);
      }
    }
  }

  /// Removes what is not this layer's.
  ///
  /// @return whether something stayed
  private static boolean remove(MadeNames made, Directory directory, long inode, FileName name) {
    Entry entry = directory.entry(name);
    Optional<FileStat> found = entry.find();
    if (found.isEmpty()) {
      return false;
    }
    boolean ours = made.contains(inode, name);
    boolean stays = ours;
    if (found.get().type() == FileStat.Type.DIRECTORY) {
      stays |= removeIn(made, entry, found.get());
      if (!stays) {
        entry.removeDirectory();
      }
    } else if (!ours) {
      entry.remove();
    }
    return stays;
  }

  private static boolean removeIn(MadeNames made, Entry entry, FileStat stat) {
    boolean stays = false;
    try (Directory inner = entry.openDirectory()) {
      for (FileName name : inner.list()) {
        stays |= remove(made, inner, stat.inode(), name);
      }
    }
    if (stays) {
      entry.setTimes(stat.accessed(), stat.modified());
    }
    return stays;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
