package dev.gantry.api.gc;

import dev.gantry.api.call.Call;
import org.osgi.annotation.versioning.ProviderType;

/// Decides when to collect.
@ProviderType
public interface GarbageCollector {
  /// Has a whole collection run that starts after this call, and waits until it is done, removal of
  /// files included. Callers that wait at the same time share one run.
  ///
  /// @throws dev.gantry.api.errors.GantryException the collection's own fault, when it failed
  Collection collect(Call call);
}
