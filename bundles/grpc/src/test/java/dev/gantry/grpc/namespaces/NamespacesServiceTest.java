package dev.gantry.grpc.namespaces;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.protobuf.FieldMask;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.namespaces.v1.CreateNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.DeleteNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.GetNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.ListNamespacesRequest;
import dev.gantry.proto.services.namespaces.v1.NamespacesGrpc;
import dev.gantry.proto.services.namespaces.v1.UpdateNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.UpdateNamespaceResponse;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NamespacesServiceTest {
  private final Memory memory = new Memory();
  private final Loopback loopback = new Loopback(new NamespacesService(memory).definition());
  private final NamespacesGrpc.NamespacesBlockingStub client =
      NamespacesGrpc.newBlockingStub(loopback.channel());

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void getOfAnUnknownOneIsEmpty() {
    var namespace =
        client.get(GetNamespaceRequest.newBuilder().setName("n").build()).getNamespace();

    assertEquals("n", namespace.getName());
    assertEquals(Map.of(), namespace.getLabelsMap());
  }

  @Test
  void createAnswersWhatItWasGiven() {
    var given = namespace("n", "");

    var created = client.create(CreateNamespaceRequest.newBuilder().setNamespace(given).build());

    assertEquals(given, created.getNamespace());
    fails(
        Code.ALREADY_EXISTS,
        () -> client.create(CreateNamespaceRequest.newBuilder().setNamespace(given).build()));
  }

  @Test
  void listTellsNamesAndLabels() {
    memory.labels.put("b", Map.of("k", "v"));
    memory.labels.put("a", Map.of());

    var namespaces = client.list(ListNamespacesRequest.getDefaultInstance()).getNamespacesList();

    assertEquals("a", namespaces.get(0).getName());
    assertEquals(namespace("b", "v"), namespaces.get(1));
  }

  @Test
  void updateAnswersNoNamespace() {
    UpdateNamespaceResponse response =
        client.update(
            UpdateNamespaceRequest.newBuilder()
                .setNamespace(namespace("n", "v"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels.k"))
                .build());

    assertFalse(response.hasNamespace());
    assertEquals(Map.of("n", Map.of("k", "v", "paths", "[labels.k]")), memory.labels);
  }

  @Test
  void deletedOneIsGone() {
    memory.labels.put("n", Map.of());
    DeleteNamespaceRequest request = DeleteNamespaceRequest.newBuilder().setName("n").build();

    client.delete(request);

    fails(Code.NOT_FOUND, "namespace \"n\": not found", () -> client.delete(request));
  }

  private static dev.gantry.proto.services.namespaces.v1.Namespace namespace(
      String name, String value) {
    return dev.gantry.proto.services.namespaces.v1.Namespace.newBuilder()
        .setName(name)
        .putLabels("k", value)
        .build();
  }

  private static final class Memory implements NamespaceStore {
    final Map<String, Map<String, String>> labels = new ConcurrentSkipListMap<>();

    @Override
    public Map<String, String> labels(Call call, String name) {
      return labels.getOrDefault(name, Map.of());
    }

    @Override
    public List<Namespace> list(Call call) {
      return labels.entrySet().stream()
          .map(entry -> new Namespace(entry.getKey(), entry.getValue()))
          .toList();
    }

    @Override
    public void create(Call call, String name, Map<String, String> given) {
      if (labels.putIfAbsent(name, given) != null) {
        throw Fault.ALREADY_EXISTS.because("namespace \"" + name + "\"");
      }
    }

    @Override
    public void update(Call call, String name, Map<String, String> given, List<String> paths) {
      Map<String, String> all = new ConcurrentSkipListMap<>(given);
      all.put("paths", paths.toString());
      labels.put(name, all);
    }

    @Override
    public void delete(Call call, String name) {
      if (labels.remove(name) == null) {
        throw Fault.NOT_FOUND.because("namespace \"" + name + "\"");
      }
    }
  }
}
