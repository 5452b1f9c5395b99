package dev.gantry.store;

import dev.gantry.store.engine.DurableStore;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// An ordered store of keys and values in a directory of its own, for any number of threads.
///
/// A transaction is durable when the writing call returns: it survives the death of the process and
/// the loss of power, whole. Readers never wait and never see what is not durable yet. Writers run
/// one at a time, and those that wait share one force of the disk.
///
/// Whoever opened the store closes it.
@ProviderType
public interface KeyStore extends AutoCloseable {
  /// Opens the store of this directory, or creates it.
  ///
  /// Throws FAILED_PRECONDITION when it is open already, here or in another process, or was written
  /// by a newer version; DATA_LOSS when it is damaged in a way that a crash does not explain;
  /// UNAVAILABLE when the disk cannot be read or written.
  static KeyStore open(Path directory, StoreOptions options) {
    return DurableStore.open(directory, options);
  }

  /// The newest published state. Never waits.
  Snapshot snapshot();

  /// Runs the body as a transaction and returns its result once that is durable and published. An
  /// exception of the body drops its changes and is passed on. The body holds the writer's lock, so
  /// it should be short; writing from inside it is an IllegalStateException.
  ///
  /// Throws RESOURCE_EXHAUSTED when the disk is full: nothing is changed, and the store goes on
  /// when there is room again; and when the store is at [StoreOptions#mostBytes] and the
  /// transaction would make it larger: what makes it smaller is always taken. Throws UNAVAILABLE
  /// when the disk failed, after which every write fails so until the store is opened again; what
  /// was acknowledged before is kept. FAILED_PRECONDITION when the store is closed.
  <R extends @Nullable Object> R write(Function<Transaction, R> body);

  /// [#write(Function)] without a result.
  default void update(Consumer<Transaction> body) {
    this.<@Nullable Object>write(
        tx -> {
          body.accept(tx);
          return null;
        });
  }

  /// Waits for the writers at work, then frees the directory. Can be called again.
  @Override
  void close();
}
