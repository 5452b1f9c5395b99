package dev.gantry.differ.tar;

import java.util.Optional;

/// The kinds of entry that a layer may hold.
public enum EntryType {
  FILE('0'),
  HARD_LINK('1'),
  SYMBOLIC_LINK('2'),
  CHARACTER_DEVICE('3'),
  BLOCK_DEVICE('4'),
  DIRECTORY('5'),
  FIFO('6');

  private final char flag;

  EntryType(char flag) {
    this.flag = flag;
  }

  char flag() {
    return flag;
  }

  /// Directories were once files whose names end in a slash.
  static Optional<EntryType> of(char flag, boolean slashAtEnd) {
    if (flag == 0) {
      return Optional.of(slashAtEnd ? DIRECTORY : FILE);
    }
    if (flag == '7' || flag == 'S') {
      return Optional.of(FILE);
    }
    for (EntryType type : values()) {
      if (type.flag == flag) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
