package dev.gantry.grpc.content;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Blocks;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.services.content.v1.AbortRequest;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.DeleteContentRequest;
import dev.gantry.proto.services.content.v1.Info;
import dev.gantry.proto.services.content.v1.InfoRequest;
import dev.gantry.proto.services.content.v1.InfoResponse;
import dev.gantry.proto.services.content.v1.ListContentRequest;
import dev.gantry.proto.services.content.v1.ListContentResponse;
import dev.gantry.proto.services.content.v1.ListStatusesRequest;
import dev.gantry.proto.services.content.v1.ListStatusesResponse;
import dev.gantry.proto.services.content.v1.StatusRequest;
import dev.gantry.proto.services.content.v1.StatusResponse;
import dev.gantry.proto.services.content.v1.UpdateRequest;
import dev.gantry.proto.services.content.v1.UpdateResponse;
import io.grpc.ServerServiceDefinition;

/// Translates the calls on content. Those that move bytes are in [ContentRead] and [ContentWrite].
final class ContentService {
  private final ContentStore content;

  ContentService(ContentStore content) {
    this.content = content;
  }

  /// What asks for ingests is slow: it reads or deletes files, of any number and size, and the
  /// store that keeps them may be in another process.
  ServerServiceDefinition definition() {
    ContentRead read = new ContentRead(content);
    return new ServiceBuilder(ContentGrpc.getServiceDescriptor())
            .unary(ContentGrpc.getInfoMethod(), this::info)
            .unary(ContentGrpc.getUpdateMethod(), this::update)
            .answers(ContentGrpc.getListMethod(), this::list)
            .unary(ContentGrpc.getDeleteMethod(), this::delete)
            .answers(ContentGrpc.getReadMethod(), read::run, ContentRead::isBrief)
            .slow(ContentGrpc.getStatusMethod(), this::status)
            .slow(ContentGrpc.getListStatusesMethod(), this::listStatuses)
            .stream(
                ContentGrpc.getWriteMethod(),
                (call, messages) -> new ContentWrite(content, call, messages).run())
            .slow(ContentGrpc.getAbortMethod(), this::abort)
            .build();
  }

  private InfoResponse info(Call call, InfoRequest request) {
    return InfoResponse.newBuilder()
        .setInfo(ContentMessages.of(content.info(call, Digest.parse(request.getDigest()))))
        .build();
  }

  private UpdateResponse update(Call call, UpdateRequest request) {
    Info info = request.getInfo();
    return UpdateResponse.newBuilder()
        .setInfo(
            ContentMessages.of(
                content.update(
                    call,
                    Digest.parse(info.getDigest()),
                    info.getLabelsMap(),
                    request.getUpdateMask().getPathsList())))
        .build();
  }

  private void list(Call call, ListContentRequest request, Outgoing<ListContentResponse> answers) {
    Blocks<Info> blocks =
        new Blocks<>(
            block -> answers.send(ListContentResponse.newBuilder().addAllInfo(block).build()));
    content.walk(
        call,
        Filter.parse(request.getFiltersList()),
        info -> blocks.accept(ContentMessages.of(info)));
    blocks.flush();
  }

  private Empty delete(Call call, DeleteContentRequest request) {
    content.delete(call, Digest.parse(request.getDigest()));
    return Empty.getDefaultInstance();
  }

  private StatusResponse status(Call call, StatusRequest request) {
    return StatusResponse.newBuilder()
        .setStatus(ContentMessages.of(content.status(call, request.getRef())))
        .build();
  }

  private ListStatusesResponse listStatuses(Call call, ListStatusesRequest request) {
    ListStatusesResponse.Builder response = ListStatusesResponse.newBuilder();
    content
        .statuses(call, Filter.parse(request.getFiltersList()))
        .forEach(status -> response.addStatuses(ContentMessages.of(status)));
    return response.build();
  }

  private Empty abort(Call call, AbortRequest request) {
    content.abort(call, request.getRef());
    return Empty.getDefaultInstance();
  }
}
