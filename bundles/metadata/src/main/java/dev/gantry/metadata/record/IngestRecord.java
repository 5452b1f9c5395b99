package dev.gantry.metadata.record;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An ingest in a namespace.
///
/// @param backendRef what the backend knows it by; never used for another
/// @param shared the blob that it shares instead of having bytes of its own
/// @param size of the shared blob
/// @param expiresAt when it may be collected unless a lease keeps it; absent when only a lease does
public record IngestRecord(
    String backendRef,
    @Nullable Digest shared,
    long size,
    Instant openedAt,
    @Nullable Instant expiresAt) {

  public static IngestRecord of(Fields in) {
    String shared = in.text(2);
    try {
      return new IngestRecord(
          in.text(1),
          shared.isEmpty() ? null : Digest.parse(shared),
          in.number(3),
          in.time(4),
          in.timeIfAny(5));
    } catch (GantryException e) {
      throw new DamagedRecordException(String.valueOf(e.getMessage()));
    }
  }

  public byte[] toBytes() {
    return new Encoder()
        .text(1, backendRef)
        .text(2, shared == null ? "" : shared.toString())
        .number(3, size)
        .time(4, openedAt)
        .time(5, expiresAt)
        .toBytes();
  }
}
