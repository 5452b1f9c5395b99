package dev.gantry.api.snapshots;

/// What a snapshot occupies, its parents not counted.
///
/// @param size bytes on disk
/// @param inodes files of every type
public record Usage(long size, long inodes) {
  public static final Usage NONE = new Usage(0, 0);

  public Usage plus(Usage other) {
    return new Usage(size + other.size, inodes + other.inodes);
  }
}
