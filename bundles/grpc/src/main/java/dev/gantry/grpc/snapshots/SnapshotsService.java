package dev.gantry.grpc.snapshots;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.grpc.wire.Blocks;
import dev.gantry.grpc.wire.Mounts;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Statuses;
import dev.gantry.proto.services.snapshots.v1.CleanupRequest;
import dev.gantry.proto.services.snapshots.v1.CommitSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.Info;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsRequest;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsResponse;
import dev.gantry.proto.services.snapshots.v1.MountsRequest;
import dev.gantry.proto.services.snapshots.v1.MountsResponse;
import dev.gantry.proto.services.snapshots.v1.PrepareSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.PrepareSnapshotResponse;
import dev.gantry.proto.services.snapshots.v1.RemoveSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.SnapshotsGrpc;
import dev.gantry.proto.services.snapshots.v1.StatSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.StatSnapshotResponse;
import dev.gantry.proto.services.snapshots.v1.UpdateSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.UpdateSnapshotResponse;
import dev.gantry.proto.services.snapshots.v1.UsageRequest;
import dev.gantry.proto.services.snapshots.v1.UsageResponse;
import dev.gantry.proto.services.snapshots.v1.ViewSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.ViewSnapshotResponse;
import io.grpc.ServerServiceDefinition;

/// Translates the calls on snapshots.
final class SnapshotsService {
  private final Snapshotters snapshotters;

  SnapshotsService(Snapshotters snapshotters) {
    this.snapshotters = snapshotters;
  }

  /// What makes or measures snapshots is slow: it copies trees, walks them or waits for its turn.
  /// To remove only forgets, a collection does the rest.
  ServerServiceDefinition definition() {
    return new ServiceBuilder(SnapshotsGrpc.getServiceDescriptor())
        .slow(SnapshotsGrpc.getPrepareMethod(), this::prepare)
        .slow(SnapshotsGrpc.getViewMethod(), this::view)
        .unary(SnapshotsGrpc.getMountsMethod(), this::mounts)
        .slow(SnapshotsGrpc.getCommitMethod(), this::commit)
        .unary(SnapshotsGrpc.getRemoveMethod(), this::remove)
        .unary(SnapshotsGrpc.getStatMethod(), this::stat)
        .unary(SnapshotsGrpc.getUpdateMethod(), this::update)
        .answers(SnapshotsGrpc.getListMethod(), this::list)
        .slow(SnapshotsGrpc.getUsageMethod(), this::usage)
        .slow(SnapshotsGrpc.getCleanupMethod(), this::cleanup)
        .build();
  }

  private PrepareSnapshotResponse prepare(Call call, PrepareSnapshotRequest request) {
    return PrepareSnapshotResponse.newBuilder()
        .addAllMounts(
            Mounts.of(
                snapshotters
                    .named(request.getSnapshotter())
                    .prepare(call, request.getKey(), request.getParent(), request.getLabelsMap())))
        .build();
  }

  private ViewSnapshotResponse view(Call call, ViewSnapshotRequest request) {
    return ViewSnapshotResponse.newBuilder()
        .addAllMounts(
            Mounts.of(
                snapshotters
                    .named(request.getSnapshotter())
                    .view(call, request.getKey(), request.getParent(), request.getLabelsMap())))
        .build();
  }

  private MountsResponse mounts(Call call, MountsRequest request) {
    return MountsResponse.newBuilder()
        .addAllMounts(
            Mounts.of(snapshotters.named(request.getSnapshotter()).mounts(call, request.getKey())))
        .build();
  }

  private Empty commit(Call call, CommitSnapshotRequest request) {
    snapshotters
        .named(request.getSnapshotter())
        .commit(
            call, request.getName(), request.getKey(), request.getParent(), request.getLabelsMap());
    return Empty.getDefaultInstance();
  }

  private Empty remove(Call call, RemoveSnapshotRequest request) {
    snapshotters.named(request.getSnapshotter()).remove(call, request.getKey());
    return Empty.getDefaultInstance();
  }

  private StatSnapshotResponse stat(Call call, StatSnapshotRequest request) {
    return StatSnapshotResponse.newBuilder()
        .setInfo(
            SnapshotMessages.of(
                snapshotters.named(request.getSnapshotter()).stat(call, request.getKey())))
        .build();
  }

  private UpdateSnapshotResponse update(Call call, UpdateSnapshotRequest request) {
    Info info = request.getInfo();
    return UpdateSnapshotResponse.newBuilder()
        .setInfo(
            SnapshotMessages.of(
                snapshotters
                    .named(request.getSnapshotter())
                    .update(
                        call,
                        info.getName(),
                        info.getLabelsMap(),
                        request.getUpdateMask().getPathsList())))
        .build();
  }

  /// Once the snapshotter is found clients know every failure of this call as unknown.
  private void list(
      Call call, ListSnapshotsRequest request, Outgoing<ListSnapshotsResponse> answers) {
    Snapshotter snapshotter = snapshotters.named(request.getSnapshotter());
    Blocks<Info> blocks =
        new Blocks<>(
            block -> answers.send(ListSnapshotsResponse.newBuilder().addAllInfo(block).build()));
    try {
      snapshotter.walk(
          call,
          Filter.parse(request.getFiltersList()),
          info -> blocks.accept(SnapshotMessages.of(info)));
    } catch (GantryException e) {
      throw Statuses.unclassified(e);
    }
    blocks.flush();
  }

  private UsageResponse usage(Call call, UsageRequest request) {
    Usage usage = snapshotters.named(request.getSnapshotter()).usage(call, request.getKey());
    return UsageResponse.newBuilder().setSize(usage.size()).setInodes(usage.inodes()).build();
  }

  private Empty cleanup(Call call, CleanupRequest request) {
    if (!(snapshotters.named(request.getSnapshotter()) instanceof Cleaner cleaner)) {
      throw Fault.NOT_IMPLEMENTED.because("snapshotter does not implement Cleanup method");
    }
    cleaner.cleanup(call);
    return Empty.getDefaultInstance();
  }
}
