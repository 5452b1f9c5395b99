package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.proto.services.diff.v1.ApplyRequest;
import dev.gantry.proto.services.diff.v1.DiffGrpc;
import dev.gantry.proto.services.diff.v1.DiffRequest;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;

/// The differ of a daemon. Mounts are made by the daemon, so their paths are those it sees.
public final class RemoteDiffer implements Differ {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteDiffer(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options) {
    ApplyRequest.Builder request =
        ApplyRequest.newBuilder()
            .setDiff(Messages.descriptor(layer))
            .addAllMounts(Messages.toMounts(mounts))
            .setSyncFs(options.syncFs());
    options.payloads().forEach((id, value) -> request.putPayloads(id, Messages.value(value)));
    return Messages.descriptor(
        wire.ask(call, DiffGrpc.getApplyMethod(), request.build()).getApplied());
  }

  @Override
  public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
    DiffRequest.Builder request =
        DiffRequest.newBuilder()
            .addAllLeft(Messages.toMounts(lower))
            .addAllRight(Messages.toMounts(upper))
            .setMediaType(options.mediaType())
            .setRef(options.ref())
            .putAllLabels(options.labels());
    if (options.sourceDateEpoch() != null) {
      request.setSourceDateEpoch(Messages.time(options.sourceDateEpoch()));
    }
    return Messages.descriptor(wire.ask(call, DiffGrpc.getDiffMethod(), request.build()).getDiff());
  }
}
