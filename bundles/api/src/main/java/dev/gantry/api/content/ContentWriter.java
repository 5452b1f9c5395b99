package dev.gantry.api.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.Digest;
import java.nio.ByteBuffer;

/// An open ingest. One thread at a time. Closing it without a commit keeps the bytes for the next
/// writer of the ref.
public interface ContentWriter extends AutoCloseable {
  /// Appends all that remains in the buffer.
  ///
  /// @throws dev.gantry.api.errors.GantryException RESOURCE_EXHAUSTED when the disk is full; the
  ///   bytes before stay
  void write(ByteBuffer bytes);

  /// The digest of all bytes so far, by the writer's own algorithm.
  Digest digest();

  /// How far it is.
  IngestStatus status();

  /// Cuts the ingest to its first bytes.
  ///
  /// @param size 0, the only one that every store can
  void truncate(long size);

  /// Turns the ingest into a blob and returns once that is safe on disk. FAILED_PRECONDITION when
  /// size or digest are not as expected (the ingest stays), ALREADY_EXISTS when the blob is there
  /// already (the ingest is gone).
  ///
  /// @return the digest of the blob
  Digest commit(Call call, Commit commit);

  @Override
  void close();
}
