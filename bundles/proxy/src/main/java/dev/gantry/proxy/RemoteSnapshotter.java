package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.proto.services.snapshots.v1.CleanupRequest;
import dev.gantry.proto.services.snapshots.v1.CommitSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.Info;
import dev.gantry.proto.services.snapshots.v1.Kind;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsRequest;
import dev.gantry.proto.services.snapshots.v1.MountsRequest;
import dev.gantry.proto.services.snapshots.v1.PrepareSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.RemoveSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.SnapshotsGrpc;
import dev.gantry.proto.services.snapshots.v1.StatSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.UpdateSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.UsageRequest;
import dev.gantry.proto.services.snapshots.v1.UsageResponse;
import dev.gantry.proto.services.snapshots.v1.ViewSnapshotRequest;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One snapshotter of a daemon. Whether it can clean up shows only when it is asked to:
/// NOT_IMPLEMENTED when it cannot. Filters are looked at here.
public final class RemoteSnapshotter implements Snapshotter, Cleaner {
  private final Wire wire;
  private final String name;

  /// @param channel stays the caller's
  /// @param name of the snapshotter, which the daemon checks with each call
  public RemoteSnapshotter(Channel channel, String name) {
    this.wire = new Wire(channel);
    this.name = name;
  }

  @Override
  public SnapshotInfo stat(Call call, String key) {
    StatSnapshotRequest request =
        StatSnapshotRequest.newBuilder().setSnapshotter(name).setKey(key).build();
    return info(wire.ask(call, SnapshotsGrpc.getStatMethod(), request).getInfo());
  }

  @Override
  public SnapshotInfo update(
      Call call, String key, Map<String, String> labels, List<String> paths) {
    UpdateSnapshotRequest request =
        UpdateSnapshotRequest.newBuilder()
            .setSnapshotter(name)
            .setInfo(Info.newBuilder().setName(key).putAllLabels(labels))
            .setUpdateMask(Messages.mask(paths))
            .build();
    return info(wire.ask(call, SnapshotsGrpc.getUpdateMethod(), request).getInfo());
  }

  @Override
  public Usage usage(Call call, String key) {
    UsageRequest request = UsageRequest.newBuilder().setSnapshotter(name).setKey(key).build();
    UsageResponse usage = wire.ask(call, SnapshotsGrpc.getUsageMethod(), request);
    return new Usage(usage.getSize(), usage.getInodes());
  }

  @Override
  public List<Mount> mounts(Call call, String key) {
    MountsRequest request = MountsRequest.newBuilder().setSnapshotter(name).setKey(key).build();
    return Messages.fromMounts(
        wire.ask(call, SnapshotsGrpc.getMountsMethod(), request).getMountsList());
  }

  @Override
  public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
    PrepareSnapshotRequest request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter(name)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return Messages.fromMounts(
        wire.ask(call, SnapshotsGrpc.getPrepareMethod(), request).getMountsList());
  }

  @Override
  public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
    ViewSnapshotRequest request =
        ViewSnapshotRequest.newBuilder()
            .setSnapshotter(name)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build();
    return Messages.fromMounts(
        wire.ask(call, SnapshotsGrpc.getViewMethod(), request).getMountsList());
  }

  @Override
  public void commit(
      Call call, String committed, String key, String parent, Map<String, String> labels) {
    wire.ask(
        call,
        SnapshotsGrpc.getCommitMethod(),
        CommitSnapshotRequest.newBuilder()
            .setSnapshotter(name)
            .setName(committed)
            .setKey(key)
            .setParent(parent)
            .putAllLabels(labels)
            .build());
  }

  @Override
  public void remove(Call call, String key) {
    wire.ask(
        call,
        SnapshotsGrpc.getRemoveMethod(),
        RemoveSnapshotRequest.newBuilder().setSnapshotter(name).setKey(key).build());
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
    wire.ask(
        call,
        SnapshotsGrpc.getListMethod(),
        ListSnapshotsRequest.newBuilder().setSnapshotter(name).build(),
        block ->
            block.getInfoList().stream()
                .map(RemoteSnapshotter::info)
                .filter(filter::matches)
                .forEach(visitor));
  }

  @Override
  public void cleanup(Call call) {
    wire.ask(
        call,
        SnapshotsGrpc.getCleanupMethod(),
        CleanupRequest.newBuilder().setSnapshotter(name).build());
  }

  private static SnapshotInfo info(Info info) {
    return new SnapshotInfo(
        kind(info.getKind()),
        info.getName(),
        info.getParent(),
        info.getLabelsMap(),
        Messages.time(info.getCreatedAt()),
        Messages.time(info.getUpdatedAt()));
  }

  private static dev.gantry.api.snapshots.Kind kind(Kind kind) {
    return switch (kind) {
      case VIEW -> dev.gantry.api.snapshots.Kind.VIEW;
      case ACTIVE -> dev.gantry.api.snapshots.Kind.ACTIVE;
      case COMMITTED -> dev.gantry.api.snapshots.Kind.COMMITTED;
      case UNKNOWN, UNRECOGNIZED ->
          throw Fault.INTERNAL.because("the daemon tells of a snapshot of kind " + kind);
    };
  }
}
