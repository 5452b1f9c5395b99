package dev.gantry.grpc.containers;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.containers.v1.ContainersGrpc;
import dev.gantry.proto.services.containers.v1.CreateContainerRequest;
import dev.gantry.proto.services.containers.v1.DeleteContainerRequest;
import dev.gantry.proto.services.containers.v1.GetContainerRequest;
import dev.gantry.proto.services.containers.v1.ListContainerMessage;
import dev.gantry.proto.services.containers.v1.ListContainersRequest;
import dev.gantry.proto.services.containers.v1.UpdateContainerRequest;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainersServiceTest {
  // Not valid protobuf on purpose: such values are JSON in real life.
  private static final Any SPEC =
      Any.newBuilder()
          .setTypeUrl("types.containerd.io/opencontainers/runtime-spec/1/Spec")
          .setValue(ByteString.copyFromUtf8("{\"process\":{}}"))
          .build();

  private final Memory memory = new Memory();
  private final Loopback loopback = new Loopback(new ContainersService(memory).definition());
  private final ContainersGrpc.ContainersBlockingStub client =
      ContainersGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void everyFieldGoesThereAndBack() {
    var given =
        message("c").toBuilder()
            .putLabels("k", "v")
            .setImage("image")
            .setSnapshotter("native")
            .setSnapshotKey("key")
            .putExtensions("e", SPEC)
            .setSandbox("s")
            .build();

    create(given);
    var got = get("c");

    assertEquals(given, got.toBuilder().clearCreatedAt().clearUpdatedAt().build());
    assertEquals(-62135596800L, got.getCreatedAt().getSeconds());
  }

  @Test
  void runtimeIsAlwaysThere() {
    create(dev.gantry.proto.services.containers.v1.Container.newBuilder().setId("c").build());

    var got = get("c");

    assertTrue(got.hasRuntime());
    assertFalse(got.getRuntime().hasOptions());
    assertFalse(got.hasSpec());
  }

  @Test
  void listIsFiltered() {
    create(message("a"));
    create(message("b"));

    var found =
        client
            .list(
                ListContainersRequest.newBuilder()
                    .addFilters("id==b,runtime.name==io.containerd.runc.v2")
                    .build())
            .getContainersList();

    assertEquals(List.of("b"), found.stream().map(c -> c.getId()).toList());
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.list(ListContainersRequest.newBuilder().addFilters("!").build()));
  }

  @Test
  void streamHasOneMessageForEach() {
    create(message("a"));
    create(message("b"));
    List<String> ids = new ArrayList<>();

    client
        .listStream(ListContainersRequest.getDefaultInstance())
        .forEachRemaining((ListContainerMessage m) -> ids.add(m.getContainer().getId()));

    assertEquals(List.of("a", "b"), ids);
  }

  @Test
  void updateHandsOnTheMask() {
    create(message("c"));

    client.update(
        UpdateContainerRequest.newBuilder()
            .setContainer(message("c"))
            .setUpdateMask(FieldMask.newBuilder().addPaths("snapshotkey").addPaths("labels.a.b"))
            .build());

    assertEquals(List.of("snapshotkey", "labels.a.b"), memory.paths);
  }

  @Test
  void deletedOneIsGone() {
    create(message("c"));

    client.delete(DeleteContainerRequest.newBuilder().setId("c").build());

    fails(Code.NOT_FOUND, () -> get("c"));
  }

  private void create(dev.gantry.proto.services.containers.v1.Container container) {
    client.create(CreateContainerRequest.newBuilder().setContainer(container).build());
  }

  private dev.gantry.proto.services.containers.v1.Container get(String id) {
    return client.get(GetContainerRequest.newBuilder().setId(id).build()).getContainer();
  }

  private static dev.gantry.proto.services.containers.v1.Container message(String id) {
    return dev.gantry.proto.services.containers.v1.Container.newBuilder()
        .setId(id)
        .setRuntime(
            dev.gantry.proto.services.containers.v1.Container.Runtime.newBuilder()
                .setName("io.containerd.runc.v2")
                .setOptions(SPEC))
        .setSpec(SPEC)
        .build();
  }

  private static final class Memory implements ContainerStore {
    private final Map<String, Container> containers = new ConcurrentSkipListMap<>();
    final List<String> paths = new CopyOnWriteArrayList<>();

    @Override
    public Container get(Call call, String id) {
      return Optional.ofNullable(containers.get(id))
          .orElseThrow(() -> Fault.NOT_FOUND.because("container \"" + id + "\""));
    }

    @Override
    public void walk(Call call, Filter filter, Consumer<Container> visitor) {
      containers.values().stream().filter(filter::matches).forEach(visitor);
    }

    @Override
    public Container create(Call call, Container container) {
      containers.put(container.id(), container);
      return container;
    }

    @Override
    public Container update(Call call, Container container, List<String> given) {
      paths.addAll(given);
      return get(call, container.id());
    }

    @Override
    public void delete(Call call, String id) {
      get(call, id);
      containers.remove(id);
    }
  }
}
