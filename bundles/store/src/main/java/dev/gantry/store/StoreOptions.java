package dev.gantry.store;

/// How a store behaves.
///
/// @param checkpointBytes the size of log, in bytes, after which the background writes a checkpoint
/// @param checkpointShare the same as a share of the last checkpoint's size; the greater of the two
///   counts, because a large state takes long to write
public record StoreOptions(long checkpointBytes, double checkpointShare) {
  public StoreOptions {
    if (checkpointBytes < 1 || !(checkpointShare >= 0)) {
      throw new IllegalArgumentException(
          "checkpoints after " + checkpointBytes + " bytes, share " + checkpointShare);
    }
  }

  /// A checkpoint after 16 MiB of log, or half of the last checkpoint's size.
  public static StoreOptions defaults() {
    return new StoreOptions(16L << 20, 0.5);
  }
}
