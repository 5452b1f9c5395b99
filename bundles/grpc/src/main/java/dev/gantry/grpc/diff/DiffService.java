package dev.gantry.grpc.diff;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.types.Descriptor;
import dev.gantry.grpc.wire.Descriptors;
import dev.gantry.grpc.wire.Mounts;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Times;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.diff.v1.ApplyRequest;
import dev.gantry.proto.services.diff.v1.ApplyResponse;
import dev.gantry.proto.services.diff.v1.DiffGrpc;
import dev.gantry.proto.services.diff.v1.DiffRequest;
import dev.gantry.proto.services.diff.v1.DiffResponse;
import io.grpc.ServerServiceDefinition;

/// Translates the calls on layers.
final class DiffService {
  private final Differ differ;

  DiffService(Differ differ) {
    this.differ = differ;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(DiffGrpc.getServiceDescriptor())
        .slow(DiffGrpc.getApplyMethod(), this::apply)
        .slow(DiffGrpc.getDiffMethod(), this::diff)
        .build();
  }

  private ApplyResponse apply(Call call, ApplyRequest request) {
    Descriptor applied =
        differ.apply(
            call,
            Descriptors.from(request.getDiff()),
            Mounts.from(request.getMountsList()),
            new Apply(TypedValues.from(request.getPayloadsMap()), request.getSyncFs()));
    return ApplyResponse.newBuilder().setApplied(Descriptors.of(applied)).build();
  }

  private DiffResponse diff(Call call, DiffRequest request) {
    Descriptor written =
        differ.compare(
            call,
            Mounts.from(request.getLeftList()),
            Mounts.from(request.getRightList()),
            new Compare(
                request.getMediaType(),
                request.getRef(),
                request.getLabelsMap(),
                request.hasSourceDateEpoch() ? Times.from(request.getSourceDateEpoch()) : null));
    return DiffResponse.newBuilder().setDiff(Descriptors.of(written)).build();
  }
}
