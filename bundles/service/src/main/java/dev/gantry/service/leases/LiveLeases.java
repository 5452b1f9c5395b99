package dev.gantry.service.leases;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import java.util.List;
import java.util.Map;

/// The leases of whatever metadata database is there at the moment.
final class LiveLeases implements LeaseManager {
  private final Handle<MetadataDatabase> metadata;
  private final Handle<GarbageCollector> collector;
  private final LeaseIds ids;

  LiveLeases(Handle<MetadataDatabase> metadata, Handle<GarbageCollector> collector, LeaseIds ids) {
    this.metadata = metadata;
    this.collector = collector;
    this.ids = ids;
  }

  @Override
  public Lease create(Call call, String id, Map<String, String> labels) {
    String made = id.isEmpty() ? ids.next() : id;
    return metadata.with(db -> db.leases().create(call, made, labels));
  }

  @Override
  public void delete(Call call, String id, boolean sync) {
    metadata.run(db -> db.leases().delete(call, id, false));
    if (sync) {
      collector.run(gc -> gc.collect(call));
    }
  }

  @Override
  public List<Lease> list(Call call, Filter filter) {
    return metadata.with(db -> db.leases().list(call, filter));
  }

  @Override
  public void addResource(Call call, String id, LeaseResource resource) {
    metadata.run(db -> db.leases().addResource(call, id, resource));
  }

  @Override
  public void deleteResource(Call call, String id, LeaseResource resource) {
    metadata.run(db -> db.leases().deleteResource(call, id, resource));
  }

  @Override
  public List<LeaseResource> resources(Call call, String id) {
    return metadata.with(db -> db.leases().resources(call, id));
  }
}
