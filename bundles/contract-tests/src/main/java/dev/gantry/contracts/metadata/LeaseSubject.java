package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import java.util.List;
import java.util.Map;

/// What the rules of leases are tried on.
interface LeaseSubject {
  LeaseManager leases();

  Call call();

  boolean makesIds();

  default Lease create(String id, Map<String, String> labels) {
    return leases().create(call(), id, labels);
  }

  default Lease create(String id) {
    return create(id, Map.of());
  }

  /// The ids of all leases that match, as the manager shows them.
  default List<String> list(String... filters) {
    return leases().list(call(), Filter.parse(List.of(filters))).stream().map(Lease::id).toList();
  }
}
