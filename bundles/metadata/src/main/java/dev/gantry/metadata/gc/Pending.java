package dev.gantry.metadata.gc;

import java.util.Arrays;

/// Numbers still to be looked at, the last first. Used by one thread.
final class Pending {
  private int[] numbers = new int[1 << 8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void push(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  int pop() {
    return numbers[--size];
  }
}
