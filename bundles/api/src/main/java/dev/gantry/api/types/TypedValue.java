package dev.gantry.api.types;

import java.util.Arrays;

/// Bytes with the name of their type, kept as they came (protobuf's Any).
public final class TypedValue {
  private final String typeUrl;
  private final byte[] value;

  /// @param value becomes this object's; nobody changes it any more
  public TypedValue(String typeUrl, byte[] value) {
    this.typeUrl = typeUrl;
    this.value = value;
  }

  public String typeUrl() {
    return typeUrl;
  }

  /// The bytes themselves, not a copy; nobody changes them.
  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TypedValue that
        && typeUrl.equals(that.typeUrl)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * typeUrl.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return typeUrl + "[" + value.length + " bytes]";
  }
}
