package dev.gantry.store;

import org.osgi.annotation.versioning.ProviderType;

/// What a body sees and changes while it writes. It reads the state after the last transaction
/// before it and its own changes. It belongs to the thread that runs the body and ends with it:
/// later use is an IllegalStateException.
@ProviderType
public interface Transaction extends Reader {
  /// The most bytes a transaction may write, keys and values together.
  int MAX_BYTES = 64 << 20;

  /// Sets the value, which is copied.
  ///
  /// Throws INVALID_ARGUMENT for the key of no names and RESOURCE_EXHAUSTED above [#MAX_BYTES].
  void put(Key key, byte[] value);

  /// Removes the value at this key, not those below it.
  ///
  /// @return whether there was one
  boolean delete(Key key);

  /// Removes the values at this key and below.
  ///
  /// @return how many there were
  long deleteAll(Key prefix);

  /// Has the action run once this transaction is durable and visible, never if it fails. Actions
  /// run one at a time in the order of transactions, and before the writing call returns; no lock
  /// of the writer is held, so they may read and write, but must not wait for another thread's
  /// write. They run on the thread of some writer. An action that throws is logged and harms
  /// nothing else.
  void afterPublish(Runnable action);
}
