package dev.gantry.itest.daemon;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.services.tasks.v1.ListTasksRequest;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import dev.gantry.proxy.RemoteContainerStore;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.RemoteDiffer;
import dev.gantry.proxy.RemoteExchange;
import dev.gantry.proxy.RemoteImageStore;
import dev.gantry.proxy.RemoteIntrospection;
import dev.gantry.proxy.RemoteLeaseManager;
import dev.gantry.proxy.RemoteNamespaceStore;
import dev.gantry.proxy.RemoteSnapshotter;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What one client asks of every service, over gRPC alone. What it makes it takes away again.
///
/// @param namespace of this client
/// @param channel stays the caller's
/// @param name used for whatever it makes, another in each round
record Services(String namespace, Channel channel, String name, String snapshotter) {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  /// Every service but diff, whose calls take longer.
  ///
  /// @return how many calls there were
  int all() {
    Call call = Call.DAEMON.in(namespace);
    RemoteLeaseManager leases = new RemoteLeaseManager(channel);
    leases.create(call, name, Map.of());
    Call leased = call.leasedTo(name);
    Digest digest = write(leased);
    image(leased, digest);
    container(leased);
    snapshot(leased);
    leases.delete(call, name, false);
    RemoteNamespaceStore namespaces = new RemoteNamespaceStore(channel);
    namespaces.labels(call, namespace);
    namespaces.list(call);
    new RemoteIntrospection(channel).plugins(Filter.ALL);
    new RemoteExchange(channel)
        .publish(namespace, "/load/round", new TypedValue("load", new byte[] {1}));
    tasks();
    return 21;
  }

  private Digest write(Call leased) {
    RemoteContentStore content = new RemoteContentStore(channel);
    byte[] bytes = ("content of " + name).getBytes(StandardCharsets.UTF_8);
    Digest digest;
    try (ContentWriter writer = content.writer(leased, new Ingest(name))) {
      writer.write(ByteBuffer.wrap(bytes));
      digest = writer.commit(leased, new Commit(bytes.length, null, Map.of()));
    }
    content.info(leased, digest);
    return digest;
  }

  private void image(Call leased, Digest digest) {
    RemoteImageStore images = new RemoteImageStore(channel);
    Descriptor target = new Descriptor("text/plain", digest, 1);
    images.create(leased, new ImageDraft(name, Map.of(), target, null));
    images.get(leased, name);
    images.list(leased, Filter.ALL);
    images.delete(leased, name, null, false);
  }

  private void container(Call leased) {
    RemoteContainerStore containers = new RemoteContainerStore(channel);
    containers.create(
        leased,
        new Container(
            name,
            Map.of(),
            "",
            new Container.RuntimeInfo("io.containerd.runc.v2", null),
            new TypedValue("load", new byte[] {1}),
            "",
            "",
            Map.of(),
            "",
            Instant.EPOCH,
            Instant.EPOCH));
    containers.get(leased, name);
    containers.delete(leased, name);
  }

  private void snapshot(Call leased) {
    RemoteSnapshotter snapshots = new RemoteSnapshotter(channel, snapshotter);
    snapshots.prepare(leased, name, "", Map.of());
    snapshots.mounts(leased, name);
    snapshots.remove(leased, name);
  }

  private void tasks() {
    Metadata headers = new Metadata();
    headers.put(NAMESPACE, namespace);
    Channel within =
        ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    try {
      TasksGrpc.newBlockingStub(within)
          .withDeadlineAfter(60, TimeUnit.SECONDS)
          .list(ListTasksRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      throw new AssertionError("Tasks.List: " + e.getStatus(), e);
    }
  }

  /// A layer of a snapshot, and the same layer unpacked into it.
  ///
  /// @return how many calls there were
  int diff() {
    Call call = Call.DAEMON.in(namespace);
    RemoteLeaseManager leases = new RemoteLeaseManager(channel);
    RemoteSnapshotter snapshots = new RemoteSnapshotter(channel, snapshotter);
    RemoteDiffer differ = new RemoteDiffer(channel);
    leases.create(call, name, Map.of());
    Call leased = call.leasedTo(name);
    List<Mount> mounts = snapshots.prepare(leased, name, "", Map.of());
    Descriptor layer = differ.compare(leased, List.of(), mounts, Compare.PLAIN);
    differ.apply(leased, layer, mounts, Apply.PLAIN);
    snapshots.remove(leased, name);
    leases.delete(call, name, false);
    return 6;
  }
}
