package dev.gantry.api.events;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/// What a subscriber has still to read. One reader at a time; `close` from any thread.
@ProviderType
public interface Subscription extends AutoCloseable {
  /// The next event; waits for one, best on a virtual thread. Empty once the subscription is closed
  /// by either side.
  ///
  /// @throws dev.gantry.api.errors.GantryException RESOURCE_EXHAUSTED when more than 16 MiB waited
  ///   to be read
  Optional<Envelope> next();

  @Override
  void close();
}
