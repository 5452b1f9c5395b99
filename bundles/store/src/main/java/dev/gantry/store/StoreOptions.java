package dev.gantry.store;

/// How a store behaves.
///
/// @param checkpointBytes the size of log, in bytes, after which the background writes a checkpoint
public record StoreOptions(long checkpointBytes) {
  public StoreOptions {
    if (checkpointBytes < 1) {
      throw new IllegalArgumentException("checkpointBytes is " + checkpointBytes);
    }
  }

  /// A checkpoint after 16 MiB of log.
  public static StoreOptions defaults() {
    return new StoreOptions(16L << 20);
  }
}
