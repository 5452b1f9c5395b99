package dev.gantry.store;

/// How a store behaves.
///
/// @param checkpointBytes the size of log, in bytes, after which the background writes a checkpoint
/// @param checkpointShare the same as a share of the last checkpoint's size; the greater of the two
///   counts, because a large state takes long to write
/// @param plainBytes the size of state, in bytes of keys and values, up to which a checkpoint holds
///   plain records, which open faster; above it is a MapDB file
/// @param sync whether a write waits until it is on the disk. Without, the loss of power may cost
///   the last writes, or all: such a store may not open again. The death of the process costs
///   nothing
/// @param mostBytes how many bytes of keys and values the store takes: all of them are in the heap.
///   What makes no more of them is taken above it, too
public record StoreOptions(
    long checkpointBytes, double checkpointShare, long plainBytes, boolean sync, long mostBytes) {
  public StoreOptions {
    if (checkpointBytes < 1 || !(checkpointShare >= 0)) {
      throw new IllegalArgumentException(
          "checkpoints after " + checkpointBytes + " bytes, share " + checkpointShare);
    }
  }

  /// With a third of the heap for keys and values: what is around them, and what is being read and
  /// written, needs the rest.
  public StoreOptions(long checkpointBytes, double checkpointShare, long plainBytes, boolean sync) {
    this(checkpointBytes, checkpointShare, plainBytes, sync, Runtime.getRuntime().maxMemory() / 3);
  }

  /// A checkpoint after 16 MiB of log, or half of the last checkpoint's size; plain up to 16 MiB; a
  /// third of the heap.
  public static StoreOptions defaults() {
    return new StoreOptions(16L << 20, 0.5, 16L << 20, true);
  }

  /// The same, with or without waiting for the disk.
  public StoreOptions withSync(boolean wanted) {
    return new StoreOptions(checkpointBytes, checkpointShare, plainBytes, wanted, mostBytes);
  }

  /// The same for so many bytes of keys and values.
  public StoreOptions withMostBytes(long wanted) {
    return new StoreOptions(checkpointBytes, checkpointShare, plainBytes, sync, wanted);
  }
}
