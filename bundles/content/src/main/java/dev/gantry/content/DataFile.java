package dev.gantry.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.OpenFile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/// The bytes of an ingest and the running hash of all of them. A helper thread writes while the
/// caller hashes, and another forces what is there while more comes, so that a commit has little
/// left to force. One thread at a time.
final class DataFile implements AutoCloseable {
  private static final int CHUNK = 1 << 20;
  // Below this, handing over costs more than it saves.
  private static final int WORTH_A_THREAD = 128 << 10;
  private static final long FORCE_EVERY = 16L << 20;

  private final OpenFile file;
  private final Algorithm algorithm;
  private final Executor helpers;
  // These belong to the thread that has the file.
  private MessageDigest hash;
  private long size;
  private long forced;
  private CompletableFuture<Void> forcing = CompletableFuture.completedFuture(null);

  DataFile(OpenFile file, Algorithm algorithm, Executor helpers) {
    this.file = file;
    this.algorithm = algorithm;
    this.helpers = helpers;
    this.hash = algorithm.newHash();
  }

  /// Takes what the file has as the beginning.
  void resume(Call call) {
    long end = file.stat().size();
    hash = hashed(call, algorithm, end);
    size = end;
  }

  long size() {
    return size;
  }

  Digest digest() {
    return Digest.of(algorithm, copy(hash));
  }

  /// The digest by any algorithm; reads the file again for one that is not its own.
  Digest digest(Call call, Algorithm wanted) {
    return wanted == algorithm ? digest() : Digest.of(wanted, hashed(call, wanted, size));
  }

  /// Writes all of it at the end. When that fails, nothing was written.
  void append(ByteBuffer bytes) {
    int length = bytes.remaining();
    MessageDigest next = copy(hash);
    try {
      if (length < WORTH_A_THREAD) {
        file.write(bytes.duplicate(), size);
        next.update(bytes.duplicate());
      } else {
        ByteBuffer same = bytes.duplicate();
        var written = CompletableFuture.runAsync(() -> file.write(same, size), helpers);
        next.update(bytes.duplicate());
        join(written);
      }
    } catch (ErrnoException e) {
      cutBack(e);
      throw e;
    }
    bytes.position(bytes.limit());
    hash = next;
    size += length;
    forceBehind();
  }

  private void cutBack(ErrnoException cause) {
    try {
      file.truncate(size);
    } catch (ErrnoException e) {
      // The next write begins at the same place, and a commit cuts what is left behind it.
      cause.addSuppressed(e);
    }
  }

  private void forceBehind() {
    if (size - forced >= FORCE_EVERY && forcing.isDone()) {
      trust(forcing);
      forced = size;
      forcing = CompletableFuture.runAsync(file::forceData, helpers);
    }
  }

  /// Forgets all bytes.
  void clear() {
    settle();
    forget();
  }

  private void forget() {
    hash = algorithm.newHash();
    size = 0;
    forced = 0;
    file.truncate(0);
  }

  /// Makes the bytes and the permission bits, from now on read-only, survive a power failure.
  void seal() {
    if (file.stat().size() != size) {
      file.truncate(size);
    }
    file.chmod(file.stat().mode() & 0444);
    trust(forcing);
    trust(CompletableFuture.runAsync(file::force, helpers));
  }

  /// After a failed force the kernel may hold bytes as written that never reached the disk, and a
  /// second force would succeed. So none of them are kept.
  private void trust(CompletableFuture<Void> force) {
    try {
      join(force);
    } catch (ErrnoException e) {
      forcing = CompletableFuture.completedFuture(null);
      forget();
      throw e;
    }
  }

  private MessageDigest hashed(Call call, Algorithm wanted, long end) {
    MessageDigest result = wanted.newHash();
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    long at = 0;
    while (at < end) {
      call.check();
      buffer.clear().limit((int) Math.min(CHUNK, end - at));
      int got = file.read(buffer, at);
      if (got < 0) {
        throw new IllegalStateException(file + " has become shorter than " + end + " bytes");
      }
      result.update(buffer.flip());
      at += got;
    }
    return result;
  }

  private static MessageDigest copy(MessageDigest hash) {
    try {
      return (MessageDigest) hash.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(hash.getAlgorithm() + " cannot be copied", e);
    }
  }

  private static void join(CompletableFuture<Void> work) {
    try {
      work.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// Waits for the forcing behind the bytes, whatever comes of it.
  private void settle() {
    forcing.exceptionally(failure -> null).join();
    forcing = CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    try (file) {
      trust(forcing);
    }
  }
}
