package dev.gantry.api.runtime;

import java.util.Map;

/// What programs that the daemon starts find in their environment besides the daemon's own. Safe
/// for any number of threads.
public interface ProcessEnvironment {
  /// An environment as those programs get it.
  Map<String, String> over(Map<String, String> environment);
}
