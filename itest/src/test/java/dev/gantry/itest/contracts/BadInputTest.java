package dev.gantry.itest.contracts;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.contracts.Stores;
import dev.gantry.contracts.Together;
import dev.gantry.proto.services.containers.v1.ContainersGrpc;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.diff.v1.DiffGrpc;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import dev.gantry.proto.services.images.v1.ImagesGrpc;
import dev.gantry.proto.services.introspection.v1.IntrospectionGrpc;
import dev.gantry.proto.services.leases.v1.LeasesGrpc;
import dev.gantry.proto.services.namespaces.v1.NamespacesGrpc;
import dev.gantry.proto.services.snapshots.v1.SnapshotsGrpc;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.UnixChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the suites cannot say, because the api's types hold valid digests and parsed filters only:
/// requests that leave out what they must have, and clients that go in the middle. Each is refused
/// as clients know it, and leaves nothing behind.
@Timeout(60)
class BadInputTest {
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          NamespacesGrpc.getServiceDescriptor(),
          LeasesGrpc.getServiceDescriptor(),
          ContentGrpc.getServiceDescriptor(),
          ImagesGrpc.getServiceDescriptor(),
          ContainersGrpc.getServiceDescriptor(),
          SnapshotsGrpc.getServiceDescriptor(),
          DiffGrpc.getServiceDescriptor(),
          EventsGrpc.getServiceDescriptor(),
          IntrospectionGrpc.getServiceDescriptor());

  private static Remote remote;

  private final String namespace = "bad-" + UUID.randomUUID();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    remote = Remote.start(folder, "");
  }

  @AfterAll
  static void stop() {
    remote.close();
  }

  @AfterEach
  void nothingIsLeft() {
    Call call = Call.DAEMON.in(namespace);
    Stores stores = remote.stores();
    List<Object> left = new ArrayList<>();
    stores.content().walk(call, Filter.ALL, left::add);
    left.addAll(stores.content().statuses(call, Filter.ALL));
    left.addAll(stores.images().list(call, Filter.ALL));
    stores.containers().walk(call, Filter.ALL, left::add);
    stores.snapshots().walk(call, Filter.ALL, left::add);
    left.addAll(stores.leases().list(call, Filter.ALL));
    assertEquals(List.of(), left);
  }

  /// Sends a request in protobuf's text format.
  private static void send(Call call, String method, String request) {
    send(call, method(method), request);
  }

  private static <Q, P> void send(Call call, MethodDescriptor<Q, P> method, String request) {
    remote.wire().ask(call, method, parsed(method, request), _ -> {});
  }

  private static <Q> Q parsed(MethodDescriptor<Q, ?> method, String request) {
    var marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    try {
      Message.Builder builder = ((Message) marshaller.getMessagePrototype()).newBuilderForType();
      TextFormat.merge(request, builder);
      return marshaller.getMessageClass().cast(builder.build());
    } catch (ParseException e) {
      throw new AssertionError(request, e);
    }
  }

  private static MethodDescriptor<?, ?> method(String name) {
    return methods()
        .filter(method -> method.getFullMethodName().endsWith("." + name))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<MethodDescriptor<?, ?>> methods() {
    return SERVICES.stream().flatMap(service -> service.getMethods().stream());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          # Digests
          Content/Info | digest: 'sha256:abc' | sha256:abc
          Content/Info | digest: 'md5:d41d8cd98f00b204e9800998ecf8427e' | md5
          Content/Info | digest: 'none' | none
          Content/Info | ^^ | digest
          Content/Read | digest: 'sha256:../../x' | sha256
          Content/Delete | digest: 'sha256:' | sha256
          Content/Update | info { digest: 'x' } | x
          Content/Update | ^^ | digest
          Content/Write | ref: 'r' expected: 'sha256:x' | sha256:x
          Images/Create | image { name: 'i' target { media_type: 't' size: 1 digest: 'x' } } | x
          Images/Create | image { name: 'i' } | target
          Leases/AddResource | id: 'l' resource { type: 'content' id: 'x' } | x
          Diff/Apply | diff { media_type: 't' digest: 'x' size: 1 } | x
          # What must be there
          Content/Write | ^^ | first message must have a reference
          Content/Write | expected: 'x' action: COMMIT | first message must have a reference
          Images/Create | ^^ | Image.Name required
          Containers/Create | ^^ | create container failed validation:
          Containers/Create | container { id: 'c' runtime { name: 'r' } } | validation:
          Containers/Create | container { id: 'c' spec { type_url: 's' } } | validation:
          Containers/Create | container { id: 'a b' runtime { name: 'r' } spec { } } | a b
          Containers/Update | ^^ | Container.ID required
          Namespaces/Create | ^^ | identifier
          Snapshots/Prepare | key: 'k' | snapshotter argument missing
          Snapshots/Prepare | snapshotter: 'no' key: 'k' | snapshotter not loaded: no
          Snapshots/Mounts | snapshotter: 'no' key: 'k' | snapshotter not loaded: no
          Events/Publish | ^^ | topic
          Events/Publish | topic: '/a b' | a b
          Events/Forward | ^^ | timestamp
          Events/Forward | envelope { namespace: 'n' topic: '/x' } | timestamp
          Events/Forward | envelope { namespace: 'n' timestamp { seconds: 1 } } | topic
          # Identifiers
          Namespaces/Create | namespace { name: 'a/b' } | a/b
          Namespaces/Create | namespace { name: '-a' } | -a
          Namespaces/Update | namespace { name: 'a b' } | a b
          # Masks
          Namespaces/Update | namespace { name: 'n' } update_mask { paths: 'labels' } | labels
          Namespaces/Update | namespace { name: 'n' } update_mask { paths: 'name' } | name
          # Filters
          Images/List | filters: 'name==' | filters: parse error:
          Images/List | filters: 'name==a' filters: 'a b' | filters: parse error:
          Containers/List | filters: '==x' | filters: parse error:
          Containers/ListStream | filters: 'id==/x' | filters: parse error:
          Content/List | filters: 'a=b' | filters: parse error:
          Content/ListStatuses | filters: 'ref==\\"open' | filters: parse error:
          Leases/List | filters: 'id~=/open' | filters: parse error:
          Introspection/Plugins | filters: 'type,,id' | filters: parse error:
          """)
  void isInvalid(String method, String request, String text) {
    assertFault(
        Fault.INVALID_ARGUMENT, text, () -> send(Call.DAEMON.in(namespace), method, request));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          UNKNOWN | Snapshots/List | snapshotter: 'native' filters: 'name==' | filters: parse error:
          UNKNOWN | Events/Subscribe | filters: 'topic==' | subscription error: failed parsing
          OUT_OF_RANGE | Content/Write | ref: 'r' action: WRITE offset: 7 | must occur at
          NOT_FOUND | Snapshots/Prepare | snapshotter: 'native' key: 'k' parent: 'p' | parent
          NOT_FOUND | Images/Delete | name: 'i' | image "i"
          NOT_FOUND | Images/Update | image { name: 'i' } update_mask { paths: 'x' } | image "i"
          NOT_FOUND | Content/Status | ref: 'r' | r
          NOT_FOUND | Leases/AddResource | id: 'l' resource { type: 'images' id: 'i' } | l
          NOT_FOUND | Introspection/PluginInfo | type: 'no' id: 'no' | no
          """)
  void isRefused(Fault fault, String method, String request, String text) {
    Call call = Call.DAEMON.in(namespace);

    assertFault(fault, text, () -> send(call, method, request));

    faultOf(() -> remote.stores().content().abort(call, "r"));
  }

  @ParameterizedTest
  @CsvSource({
    "Content/List",
    "Content/Info",
    "Content/Write",
    "Content/Abort",
    "Images/List",
    "Images/Get",
    "Containers/List",
    "Containers/Delete",
    "Leases/Create",
    "Leases/List",
    "Snapshots/Prepare",
    "Events/Publish"
  })
  void needsAValidNamespace(String method) {
    String request =
        switch (method) {
          case "Snapshots/Prepare" -> "snapshotter: 'native' key: 'k'";
          case "Content/Write" -> "ref: 'r'";
          case "Content/Info" -> "digest: 'sha256:" + "0".repeat(64) + "'";
          case "Events/Publish" -> "topic: '/x'";
          default -> "";
        };

    assertFault(
        Fault.FAILED_PRECONDITION,
        "namespace is required",
        () -> send(Call.DAEMON, method, request));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "namespace validation: identifier",
        () -> send(Call.DAEMON.in("a/b"), method, request));
  }

  @ParameterizedTest
  @CsvSource({"Content/Write", "Snapshots/Prepare"})
  void needsALeaseThatIsThere(String method) {
    Call call = Call.DAEMON.in(namespace).leasedTo("never");

    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist",
        () ->
            send(
                call,
                method,
                method.startsWith("Content") ? "ref: 'r'" : "snapshotter: 'native' key: 'k'"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3_000_000})
  void anUploadWhoseClientGoesIsTakenUpByTheNext(int sent) {
    Call call = Call.DAEMON.in(namespace);
    byte[] bytes = new byte[5_000_000];
    new Random(sent).nextBytes(bytes);
    try (UnixChannel torn = remote.connect()) {
      ContentWriter writer = new RemoteContentStore(torn.channel()).writer(call, new Ingest("r"));
      writer.write(ByteBuffer.wrap(bytes, 0, sent));
    }

    ContentStore content = remote.stores().content();
    Together.until("the ref is free", () -> isFree(content, call));
    try (ContentWriter writer = content.writer(call, new Ingest("r"))) {
      int there = (int) writer.status().offset();
      assertTrue(there <= sent, () -> there + " bytes of " + sent);
      writer.write(ByteBuffer.wrap(bytes, there, bytes.length - there));
      Digest digest = writer.commit(call, new Commit(bytes.length, null, Map.of()));
      assertEquals(sha256(bytes), digest.hex());
      content.delete(call, digest);
    }
  }

  private static boolean isFree(ContentStore content, Call call) {
    Optional<Fault> fault = faultOf(() -> content.writer(call, new Ingest("r")).close());
    assertTrue(fault.isEmpty() || fault.get() == Fault.UNAVAILABLE, fault::toString);
    return fault.isEmpty();
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(Algorithm.SHA256.newHash().digest(bytes));
  }
}
