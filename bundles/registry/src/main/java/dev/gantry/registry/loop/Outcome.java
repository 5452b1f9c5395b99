package dev.gantry.registry.loop;

import org.jspecify.annotations.Nullable;

/// How a call to foreign code ended.
///
/// @param <T> what it gives
public sealed interface Outcome<T extends @Nullable Object> {
  /// It returned.
  record Done<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /// It threw.
  record Threw<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {}

  /// It still runs though its time is over.
  ///
  /// @param place the code that it is in
  record Late<T extends @Nullable Object>(String place) implements Outcome<T> {}
}
