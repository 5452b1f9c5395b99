package dev.gantry.api.events;

import dev.gantry.api.types.TypedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Hands events to subscribers. An event reaches every subscription that was open when it was told
/// and whose filters match; events of one publisher keep their order. Nothing is replayed. Telling
/// never waits for a subscriber. Safe for any number of threads.
@ProviderType
public interface Exchange {
  /// Tells what happened in a namespace, now.
  void publish(String namespace, Event event);

  /// Tells what a client says. INVALID_ARGUMENT for a malformed namespace or topic.
  void publish(String namespace, String topic, @Nullable TypedValue event);

  /// Tells what another process told, unchanged. INVALID_ARGUMENT for a malformed one or one
  /// without a time.
  void forward(Envelope envelope);

  /// Subscribes from now on.
  ///
  /// @param filters any may match; none matches all. A filter that does not parse is a fault of
  ///   class UNKNOWN, as clients expect here
  /// @return owned by the caller, who closes it
  Subscription subscribe(List<String> filters);
}
