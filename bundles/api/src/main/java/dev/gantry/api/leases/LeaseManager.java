package dev.gantry.api.leases;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// The leases of a namespace. Safe for any number of threads.
@ProviderType
public interface LeaseManager {
  /// ALREADY_EXISTS when the id is taken.
  ///
  /// @param id empty to have one made, where the implementation makes them
  Lease create(Call call, String id, Map<String, String> labels);

  /// NOT_FOUND when there is none. What it kept goes with the next collection.
  ///
  /// @param sync return after a whole collection has run
  void delete(Call call, String id, boolean sync);

  /// All matching leases in byte order of the ids, expired ones too.
  List<Lease> list(Call call, Filter filter);

  /// NOT_FOUND when there is no such lease, INVALID_ARGUMENT for a malformed resource,
  /// NOT_IMPLEMENTED for a type that no lease can keep. Adding twice is adding once.
  void addResource(Call call, String id, LeaseResource resource);

  /// As [#addResource]; what is not in the lease is removed all the same.
  void deleteResource(Call call, String id, LeaseResource resource);

  /// What a lease keeps: content, images, ingests, snapshots, each in byte order.
  List<LeaseResource> resources(Call call, String id);
}
