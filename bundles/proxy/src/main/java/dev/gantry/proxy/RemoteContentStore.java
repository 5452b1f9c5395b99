package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.proto.services.content.v1.AbortRequest;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.DeleteContentRequest;
import dev.gantry.proto.services.content.v1.Info;
import dev.gantry.proto.services.content.v1.InfoRequest;
import dev.gantry.proto.services.content.v1.ListContentRequest;
import dev.gantry.proto.services.content.v1.ListStatusesRequest;
import dev.gantry.proto.services.content.v1.Status;
import dev.gantry.proto.services.content.v1.StatusRequest;
import dev.gantry.proto.services.content.v1.UpdateRequest;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The content of a daemon. Filters are looked at here, because a parsed one has no text to send.
public final class RemoteContentStore implements ContentStore {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteContentStore(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    InfoRequest request = InfoRequest.newBuilder().setDigest(digest.toString()).build();
    return info(wire.ask(call, ContentGrpc.getInfoMethod(), request).getInfo());
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> labels, List<String> paths) {
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setInfo(Info.newBuilder().setDigest(digest.toString()).putAllLabels(labels))
            .setUpdateMask(Messages.mask(paths))
            .build();
    return info(wire.ask(call, ContentGrpc.getUpdateMethod(), request).getInfo());
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    wire.ask(
        call,
        ContentGrpc.getListMethod(),
        ListContentRequest.getDefaultInstance(),
        block ->
            block.getInfoList().stream()
                .map(RemoteContentStore::info)
                .filter(filter::matches)
                .forEach(visitor));
  }

  @Override
  public void delete(Call call, Digest digest) {
    wire.ask(
        call,
        ContentGrpc.getDeleteMethod(),
        DeleteContentRequest.newBuilder().setDigest(digest.toString()).build());
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    return new RemoteContentReader(wire, call, info(call, digest));
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    return RemoteContentWriter.open(this, wire, call, ingest);
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    StatusRequest request = StatusRequest.newBuilder().setRef(ref).build();
    return status(wire.ask(call, ContentGrpc.getStatusMethod(), request).getStatus());
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return wire
        .ask(call, ContentGrpc.getListStatusesMethod(), ListStatusesRequest.getDefaultInstance())
        .getStatusesList()
        .stream()
        .map(RemoteContentStore::status)
        .filter(filter::matches)
        .toList();
  }

  @Override
  public void abort(Call call, String ref) {
    wire.ask(call, ContentGrpc.getAbortMethod(), AbortRequest.newBuilder().setRef(ref).build());
  }

  private static ContentInfo info(Info info) {
    return new ContentInfo(
        Digest.parse(info.getDigest()),
        info.getSize(),
        Messages.time(info.getCreatedAt()),
        Messages.time(info.getUpdatedAt()),
        info.getLabelsMap());
  }

  private static IngestStatus status(Status status) {
    return new IngestStatus(
        status.getRef(),
        status.getOffset(),
        status.getTotal(),
        status.getExpected().isEmpty() ? null : Digest.parse(status.getExpected()),
        Messages.time(status.getStartedAt()),
        Messages.time(status.getUpdatedAt()));
  }
}
