package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.proto.services.leases.v1.AddResourceRequest;
import dev.gantry.proto.services.leases.v1.CreateRequest;
import dev.gantry.proto.services.leases.v1.DeleteRequest;
import dev.gantry.proto.services.leases.v1.DeleteResourceRequest;
import dev.gantry.proto.services.leases.v1.LeasesGrpc;
import dev.gantry.proto.services.leases.v1.ListRequest;
import dev.gantry.proto.services.leases.v1.ListResourcesRequest;
import dev.gantry.proto.services.leases.v1.Resource;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;

/// The leases of a daemon. Filters are looked at here.
public final class RemoteLeaseManager implements LeaseManager {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteLeaseManager(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public Lease create(Call call, String id, Map<String, String> labels) {
    CreateRequest request = CreateRequest.newBuilder().setId(id).putAllLabels(labels).build();
    return lease(wire.ask(call, LeasesGrpc.getCreateMethod(), request).getLease());
  }

  @Override
  public void delete(Call call, String id, boolean sync) {
    wire.ask(
        call,
        LeasesGrpc.getDeleteMethod(),
        DeleteRequest.newBuilder().setId(id).setSync(sync).build());
  }

  @Override
  public List<Lease> list(Call call, Filter filter) {
    return wire
        .ask(call, LeasesGrpc.getListMethod(), ListRequest.getDefaultInstance())
        .getLeasesList()
        .stream()
        .map(RemoteLeaseManager::lease)
        .filter(filter::matches)
        .toList();
  }

  @Override
  public void addResource(Call call, String id, LeaseResource resource) {
    wire.ask(
        call,
        LeasesGrpc.getAddResourceMethod(),
        AddResourceRequest.newBuilder().setId(id).setResource(message(resource)).build());
  }

  @Override
  public void deleteResource(Call call, String id, LeaseResource resource) {
    wire.ask(
        call,
        LeasesGrpc.getDeleteResourceMethod(),
        DeleteResourceRequest.newBuilder().setId(id).setResource(message(resource)).build());
  }

  @Override
  public List<LeaseResource> resources(Call call, String id) {
    ListResourcesRequest request = ListResourcesRequest.newBuilder().setId(id).build();
    return wire.ask(call, LeasesGrpc.getListResourcesMethod(), request).getResourcesList().stream()
        .map(resource -> new LeaseResource(resource.getType(), resource.getId()))
        .toList();
  }

  private static Resource message(LeaseResource resource) {
    return Resource.newBuilder().setType(resource.type()).setId(resource.id()).build();
  }

  private static Lease lease(dev.gantry.proto.services.leases.v1.Lease lease) {
    return new Lease(lease.getId(), Messages.time(lease.getCreatedAt()), lease.getLabelsMap());
  }
}
