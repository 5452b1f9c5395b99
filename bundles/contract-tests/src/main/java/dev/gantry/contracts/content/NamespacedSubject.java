package dev.gantry.contracts.content;

import dev.gantry.api.call.Call;
import dev.gantry.contracts.Stores;
import java.util.Map;

/// What the rules of many namespaces are tried on.
interface NamespacedSubject extends ContentSubject {
  Stores stores();

  boolean shares();

  /// A call in another namespace, under a lease there.
  default Call elsewhere() {
    return leased(Call.DAEMON.in(Blobs.fresh("other")));
  }

  /// The same call under a lease of its own.
  default Call leased(Call call) {
    String id = Blobs.fresh("lease");
    stores().leases().create(call.withoutLease(), id, Map.of());
    return call.leasedTo(id);
  }
}
