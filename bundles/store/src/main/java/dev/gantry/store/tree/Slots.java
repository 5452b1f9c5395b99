package dev.gantry.store.tree;

import java.util.Arrays;

/// Arrays with one slot more or less.
final class Slots {
  private Slots() {}

  static <T> T[] with(T[] slots, int at, T slot) {
    T[] more = Arrays.copyOf(slots, slots.length + 1);
    System.arraycopy(slots, at, more, at + 1, slots.length - at);
    more[at] = slot;
    return more;
  }

  static <T> T[] without(T[] slots, int at) {
    T[] less = Arrays.copyOf(slots, slots.length - 1);
    System.arraycopy(slots, at + 1, less, at, less.length - at);
    return less;
  }

  static <T> T[] joined(T[] left, T[] right) {
    T[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
