package dev.gantry.store;

/// A key and its value, as a scan met them. Immutable.
public final class Entry {
  private final Key key;
  private final byte[] value;

  /// An entry over this array, which the caller must not change any more.
  public Entry(Key key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  public Key key() {
    return key;
  }

  /// How many bytes key and value have.
  public long bytes() {
    return (long) key.length() + value.length;
  }

  /// A copy of the value.
  public byte[] value() {
    return value.clone();
  }

  @Override
  public String toString() {
    return key + " (" + value.length + " bytes)";
  }
}
