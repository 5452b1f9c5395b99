package dev.gantry.grpc.leases;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.leases.v1.AddResourceRequest;
import dev.gantry.proto.services.leases.v1.CreateRequest;
import dev.gantry.proto.services.leases.v1.CreateResponse;
import dev.gantry.proto.services.leases.v1.DeleteRequest;
import dev.gantry.proto.services.leases.v1.DeleteResourceRequest;
import dev.gantry.proto.services.leases.v1.Lease;
import dev.gantry.proto.services.leases.v1.LeasesGrpc;
import dev.gantry.proto.services.leases.v1.ListRequest;
import dev.gantry.proto.services.leases.v1.ListResourcesRequest;
import dev.gantry.proto.services.leases.v1.ListResourcesResponse;
import dev.gantry.proto.services.leases.v1.ListResponse;
import dev.gantry.proto.services.leases.v1.Resource;
import io.grpc.ServerServiceDefinition;

/// Translates the calls on leases.
final class LeasesService {
  private final LeaseManager leases;

  LeasesService(LeaseManager leases) {
    this.leases = leases;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(LeasesGrpc.getServiceDescriptor())
        .unary(LeasesGrpc.getCreateMethod(), this::create)
        .unary(LeasesGrpc.getDeleteMethod(), this::delete, DeleteRequest::getSync)
        .unary(LeasesGrpc.getListMethod(), this::list)
        .unary(LeasesGrpc.getAddResourceMethod(), this::addResource)
        .unary(LeasesGrpc.getDeleteResourceMethod(), this::deleteResource)
        .unary(LeasesGrpc.getListResourcesMethod(), this::listResources)
        .build();
  }

  private CreateResponse create(Call call, CreateRequest request) {
    return CreateResponse.newBuilder()
        .setLease(message(leases.create(call, request.getId(), request.getLabelsMap())))
        .build();
  }

  private Empty delete(Call call, DeleteRequest request) {
    leases.delete(call, request.getId(), request.getSync());
    return Empty.getDefaultInstance();
  }

  private ListResponse list(Call call, ListRequest request) {
    ListResponse.Builder response = ListResponse.newBuilder();
    leases
        .list(call, Filter.parse(request.getFiltersList()))
        .forEach(lease -> response.addLeases(message(lease)));
    return response.build();
  }

  private Empty addResource(Call call, AddResourceRequest request) {
    leases.addResource(call, request.getId(), resource(request.getResource()));
    return Empty.getDefaultInstance();
  }

  private Empty deleteResource(Call call, DeleteResourceRequest request) {
    leases.deleteResource(call, request.getId(), resource(request.getResource()));
    return Empty.getDefaultInstance();
  }

  private ListResourcesResponse listResources(Call call, ListResourcesRequest request) {
    ListResourcesResponse.Builder response = ListResourcesResponse.newBuilder();
    for (LeaseResource resource : leases.resources(call, request.getId())) {
      response.addResources(Resource.newBuilder().setType(resource.type()).setId(resource.id()));
    }
    return response.build();
  }

  private static LeaseResource resource(Resource resource) {
    return new LeaseResource(resource.getType(), resource.getId());
  }

  private static Lease message(dev.gantry.api.leases.Lease lease) {
    return Lease.newBuilder()
        .setId(lease.id())
        .setCreatedAt(Times.of(lease.createdAt()))
        .putAllLabels(lease.labels())
        .build();
  }
}
