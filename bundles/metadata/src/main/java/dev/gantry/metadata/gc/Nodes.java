package dev.gantry.metadata.gc;

import dev.gantry.store.Key;
import java.util.Arrays;

/// Numbers for the keys that a collection meets, from 0 on, in the order it meets them. The keys
/// lie in one array of bytes, so that a million of them cost little more than their bytes. Used by
/// one thread.
final class Nodes {
  private static final int NONE = -1;

  private byte[] bytes = new byte[1 << 12];
  private int[] ends = new int[1 << 6];
  private int[] table = empty(1 << 8);
  private int size;

  int size() {
    return size;
  }

  /// The number of a key, a new one when it is met for the first time.
  int id(Key key) {
    byte[] own = key.toBytes();
    int slot = slot(own, 0, own.length);
    if (table[slot] == NONE) {
      append(own);
      table[slot] = size - 1;
      if (size * 2 > table.length) {
        grow();
        return size - 1;
      }
    }
    return table[slot];
  }

  Key key(int id) {
    return Key.ofBytes(Arrays.copyOfRange(bytes, start(id), ends[id]));
  }

  private int start(int id) {
    return id == 0 ? 0 : ends[id - 1];
  }

  private void append(byte[] own) {
    int start = start(size);
    if (bytes.length - start < own.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(start, own.length)));
    }
    System.arraycopy(own, 0, bytes, start, own.length);
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
    }
    ends[size++] = start + own.length;
  }

  /// Where a key is in the table, or could be put.
  private int slot(byte[] in, int from, int to) {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + in[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (table.length - 1);
    while (table[slot] != NONE && !isAt(table[slot], in, from, to)) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean isAt(int id, byte[] in, int from, int to) {
    return Arrays.equals(bytes, start(id), ends[id], in, from, to);
  }

  private void grow() {
    table = empty(2 * table.length);
    for (int id = 0; id < size; id++) {
      table[slot(bytes, start(id), ends[id])] = id;
    }
  }

  private static int[] empty(int length) {
    int[] slots = new int[length];
    Arrays.fill(slots, NONE);
    return slots;
  }
}
