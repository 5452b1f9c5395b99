package dev.gantry.contracts.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.contracts.Stores;
import java.util.Map;
import java.util.UUID;

/// What the rules of many namespaces are tried on.
interface NamespacedSubject extends SnapshotterSubject {
  Stores stores();

  /// A call in another namespace, under a lease there.
  default Call elsewhere() {
    return leased(Call.DAEMON.in("other-" + UUID.randomUUID()));
  }

  /// The same call under a lease of its own.
  default Call leased(Call call) {
    String id = "lease-" + UUID.randomUUID();
    stores().leases().create(call.withoutLease(), id, Map.of());
    return call.leasedTo(id);
  }
}
