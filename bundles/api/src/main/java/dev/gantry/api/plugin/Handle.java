package dev.gantry.api.plugin;

import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.annotation.versioning.ProviderType;

/// A reference to a plugin that may be exchanged underneath. While it is, calls wait for a bounded
/// time. Whoever uses the object is counted, and the object is closed only when nobody does, or the
/// time to drain is over. Safe for any number of threads.
///
/// @param <T> the contract the plugin is used by
@ProviderType
public interface Handle<T> {
  /// Takes the object into use until the result is closed. Never kept longer than a call.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNAVAILABLE with the reason when the plugin is
  ///   not back in time, NOT_IMPLEMENTED when it is not there at all
  Use<T> open();

  /// Uses the object for one step and returns what comes of it, which must not be an open part of
  /// the object.
  default <R> R with(Function<? super T, R> step) {
    try (Use<T> use = open()) {
      return step.apply(use.get());
    }
  }

  /// Uses the object for one step.
  default void run(Consumer<? super T> step) {
    try (Use<T> use = open()) {
      step.accept(use.get());
    }
  }

  /// An object in use.
  @ProviderType
  interface Use<T> extends AutoCloseable {
    T get();

    /// Ends the use; once is enough, more does nothing.
    @Override
    void close();
  }
}
