package dev.gantry.differ.tar;

import java.util.Arrays;

/// Where the data of a file lie; everywhere else it has holes. In order, without overlaps and
/// inside of the file.
public final class SparseMap {
  /// Two megabytes of them; an archive that claims more is refused.
  static final int MOST_SEGMENTS = 128 * 1024;

  private final long[] segments;
  private final long data;

  private SparseMap(long[] segments, long data) {
    this.segments = segments;
    this.data = data;
  }

  /// How many stretches of data there are.
  public int count() {
    return segments.length / 2;
  }

  public long offset(int segment) {
    return segments[2 * segment];
  }

  public long length(int segment) {
    return segments[2 * segment + 1];
  }

  /// Bytes of data in all.
  long data() {
    return data;
  }

  /// Takes in offset and length in turn.
  static final class Builder {
    private long[] numbers = new long[8];
    private int count;

    void add(long number) throws MalformedArchiveException {
      if (number < 0 || count == 2 * MOST_SEGMENTS) {
        throw new MalformedArchiveException(
            number < 0 ? "a sparse map holds " + number : "a sparse map has too many segments");
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = number;
    }

    boolean isEmpty() {
      return count == 0;
    }

    /// @param size of the whole file
    SparseMap build(long size) throws MalformedArchiveException {
      if (count % 2 != 0) {
        throw new MalformedArchiveException("a sparse map ends with an offset");
      }
      long end = 0;
      long data = 0;
      for (int i = 0; i < count; i += 2) {
        if (numbers[i] < end || numbers[i + 1] > size - numbers[i]) {
          throw new MalformedArchiveException("a sparse map leaves the file or its order");
        }
        end = numbers[i] + numbers[i + 1];
        data += numbers[i + 1];
      }
      return new SparseMap(Arrays.copyOf(numbers, count), data);
    }
  }
}
