package dev.gantry.differ.unpack;

import dev.gantry.linux.FileName;
import java.util.Arrays;

/// Which names a layer has made, as 64-bit hashes of directory and name, so that a million of them
/// fit into 16 MiB. Two names with one hash would make a removal spare a file; nothing worse.
final class MadeNames {
  private long[] slots = new long[1024];
  private int count;

  void add(long directory, FileName name) {
    if (2 * count >= slots.length) {
      grow();
    }
    put(hash(directory, name));
  }

  boolean contains(long directory, FileName name) {
    long hash = hash(directory, name);
    return slots[slot(hash)] == hash;
  }

  private void put(long hash) {
    int slot = slot(hash);
    if (slots[slot] == 0) {
      slots[slot] = hash;
      count++;
    }
  }

  private int slot(long hash) {
    int slot = (int) hash & (slots.length - 1);
    while (slots[slot] != 0 && slots[slot] != hash) {
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    count = 0;
    Arrays.stream(old).filter(hash -> hash != 0).forEach(this::put);
  }

  /// Never 0, which is an empty slot.
  private static long hash(long directory, FileName name) {
    long hash = directory * 0x9e3779b97f4a7c15L;
    for (byte b : name.bytes()) {
      hash = (hash ^ b) * 0x100000001b3L;
      hash ^= hash >>> 29;
    }
    return hash == 0 ? 1 : hash;
  }
}
