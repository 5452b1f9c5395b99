package dev.gantry.differ.unpack;

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
  public boolean isUnknown() {
    return false;
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
      new Removal(made.get()::contains).remove(parent.directory(), parent.inode(), name);
    }
  }

  @Override
  public void hideAll(Level directory) {
    if (made.isPresent()) {
      for (FileName name : directory.directory().list()) {
        hide(directory, name);
      }
    }
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
