package dev.gantry.grpc.leases;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.leases.v1.AddResourceRequest;
import dev.gantry.proto.services.leases.v1.CreateRequest;
import dev.gantry.proto.services.leases.v1.DeleteRequest;
import dev.gantry.proto.services.leases.v1.DeleteResourceRequest;
import dev.gantry.proto.services.leases.v1.LeasesGrpc;
import dev.gantry.proto.services.leases.v1.ListRequest;
import dev.gantry.proto.services.leases.v1.ListResourcesRequest;
import dev.gantry.proto.services.leases.v1.Resource;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesServiceTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.000000006Z");

  private final Memory memory = new Memory();
  private final Loopback loopback = new Loopback(new LeasesService(memory).definition());
  private final LeasesGrpc.LeasesBlockingStub client =
      LeasesGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void createAnswersTheLease() {
    var lease =
        client
            .create(CreateRequest.newBuilder().setId("a b/c").putLabels("k", "v").build())
            .getLease();

    assertEquals("a b/c", lease.getId());
    assertEquals(Map.of("k", "v"), lease.getLabelsMap());
    assertEquals(THEN, Times.from(lease.getCreatedAt()));
  }

  @Test
  void deleteHandsOnWhetherToWait() {
    client.delete(DeleteRequest.newBuilder().setId("a").build());
    client.delete(DeleteRequest.newBuilder().setId("b").setSync(true).build());

    assertEquals(List.of("a false", "b true"), memory.deleted);
  }

  @Test
  void listIsFiltered() {
    client.create(CreateRequest.newBuilder().setId("a").build());
    client.create(CreateRequest.newBuilder().setId("b").putLabels("x.y/z", "1").build());

    var leases =
        client
            .list(ListRequest.newBuilder().addFilters("labels.\"x.y/z\"==1").build())
            .getLeasesList();

    assertEquals("b", leases.getFirst().getId());
    assertEquals(1, leases.size());
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.list(ListRequest.newBuilder().addFilters("id=").build()));
  }

  @Test
  void resourcesComeAndGo() {
    Resource first = Resource.newBuilder().setType("content").setId("sha256:ab").build();
    Resource second = Resource.newBuilder().setType("snapshots/native").setId("k").build();
    client.addResource(AddResourceRequest.newBuilder().setId("a").setResource(first).build());
    client.addResource(AddResourceRequest.newBuilder().setId("a").setResource(second).build());
    client.deleteResource(DeleteResourceRequest.newBuilder().setId("a").setResource(first).build());

    var resources = client.listResources(ListResourcesRequest.newBuilder().setId("a").build());

    assertEquals(List.of(second), resources.getResourcesList());
  }

  @Test
  void typeThatNoLeaseKeepsIsUnimplemented() {
    Resource resource = Resource.newBuilder().setType("volumes").setId("v").build();

    fails(
        Code.UNIMPLEMENTED,
        () ->
            client.addResource(
                AddResourceRequest.newBuilder().setId("a").setResource(resource).build()));
  }

  private static final class Memory implements LeaseManager {
    private final Map<String, Lease> leases = new ConcurrentSkipListMap<>();
    private final List<LeaseResource> resources = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();

    @Override
    public Lease create(Call call, String id, Map<String, String> labels) {
      call.namespace();
      Lease lease = new Lease(id, THEN, labels);
      leases.put(id, lease);
      return lease;
    }

    @Override
    public void delete(Call call, String id, boolean sync) {
      deleted.add(id + " " + sync);
    }

    @Override
    public List<Lease> list(Call call, Filter filter) {
      return leases.values().stream().filter(filter::matches).toList();
    }

    @Override
    public void addResource(Call call, String id, LeaseResource resource) {
      if (resource.type().equals("volumes")) {
        throw Fault.NOT_IMPLEMENTED.because("resource type \"volumes\"");
      }
      resources.add(resource);
    }

    @Override
    public void deleteResource(Call call, String id, LeaseResource resource) {
      resources.remove(resource);
    }

    @Override
    public List<LeaseResource> resources(Call call, String id) {
      return List.copyOf(resources);
    }
  }
}
