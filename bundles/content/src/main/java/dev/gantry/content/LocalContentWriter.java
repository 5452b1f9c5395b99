package dev.gantry.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import dev.gantry.linux.ErrnoException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Writes one ingest and makes it a blob.
final class LocalContentWriter implements ContentWriter {
  private static final System.Logger LOG = System.getLogger(LocalContentWriter.class.getName());

  private final Ingests ingests;
  private final Blobs blobs;
  private final InstantSource clock;
  private final RefLocks.Hold hold;
  private final IngestFiles files;
  private final DataFile data;
  // As it was opened, but for the offset. Belongs to the writer's thread.
  private IngestStatus status;
  private boolean finished;

  LocalContentWriter(
      Ingests ingests,
      Blobs blobs,
      InstantSource clock,
      RefLocks.Hold hold,
      IngestFiles files,
      DataFile data,
      IngestStatus status) {
    this.ingests = ingests;
    this.blobs = blobs;
    this.clock = clock;
    this.hold = hold;
    this.files = files;
    this.data = data;
    this.status = status;
  }

  @Override
  public void write(ByteBuffer bytes) {
    step(
        "write",
        () -> {
          data.append(bytes);
          return changed();
        });
  }

  @Override
  public void truncate(long size) {
    if (size != 0) {
      throw Fault.NOT_IMPLEMENTED.because(
          "truncate ref \"" + status.ref() + "\" to " + size + ", only 0 is possible");
    }
    step(
        "truncate",
        () -> {
          data.clear();
          return changed();
        });
  }

  private IngestStatus changed() {
    status =
        new IngestStatus(
            status.ref(), data.size(), status.total(), null, status.startedAt(), clock.instant());
    return status;
  }

  @Override
  public Digest digest() {
    return data.digest();
  }

  @Override
  public IngestStatus status() {
    return status;
  }

  @Override
  public Digest commit(Call call, Commit commit) {
    Digest digest = verified(call, commit);
    boolean created = step("commit", () -> publish(digest));
    close();
    if (!created) {
      throw Fault.ALREADY_EXISTS.because("content " + digest);
    }
    return digest;
  }

  /// Returns false when the blob is there already. The ingest is gone in any case.
  private boolean publish(Digest digest) {
    boolean created = blobs.find(digest).isEmpty();
    if (created) {
      data.seal();
      created = blobs.adopt(files, digest);
    }
    finished = true;
    ingests.remove(status.ref());
    return created;
  }

  private Digest verified(Call call, Commit commit) {
    return step(
        "check",
        () -> {
          checkSize(commit.size());
          Digest expected = commit.expected();
          Digest actual =
              expected == null ? data.digest() : data.digest(call, expected.algorithm());
          if (expected != null && !actual.equals(expected)) {
            throw Fault.FAILED_PRECONDITION.because(
                "unexpected commit digest " + actual + ", expected " + expected);
          }
          return actual;
        });
  }

  private void checkSize(long size) {
    if (size > 0 && size != data.size()) {
      throw Fault.FAILED_PRECONDITION.because(
          "\"" + status.ref() + "\" failed size validation: " + data.size() + " != " + size);
    }
  }

  private <T> T step(String what, Supplier<T> work) {
    return hold.during(() -> DiskFaults.reporting(what + " ref \"" + status.ref() + "\"", work));
  }

  @Override
  public void close() {
    hold.close(this::release);
  }

  private void release() {
    try (files;
        data) {
      if (!finished && !hold.isTaken()) {
        files.touch(status.updatedAt());
      }
    } catch (ErrnoException e) {
      // The bytes decide how the ingest goes on, not the time.
      LOG.log(
          Level.WARNING, "ingest closed ref=\"{0}\" reason=\"{1}\"", status.ref(), e.getMessage());
    }
  }
}
