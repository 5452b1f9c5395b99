package dev.gantry.api.metrics;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/// Counts the calls of clients. The server publishes it as an OSGi service. Safe for any number of
/// threads; asking costs calls nothing.
@ProviderType
public interface CallCounts {
  /// What became of all calls up to now, by channel and then by method; methods that nobody called
  /// are left out.
  List<CallCount> calls();
}
