package dev.gantry.api.config;

import java.util.Map;

/// The sections that a part of the daemon reads without being a plugin. Published as an OSGi
/// service, so that a configuration can be printed whole.
public interface OwnSections {
  /// Its sections by their names, as a configuration has them.
  Map<String, Record> in(Configuration configuration);
}
