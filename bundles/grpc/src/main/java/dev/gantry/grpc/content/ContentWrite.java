package dev.gantry.grpc.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.StreamCall;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.content.v1.WriteAction;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One stream of writes to one ingest: every message is answered in turn until one commits or the
/// client has sent all. Of the stream's thread alone.
final class ContentWrite {
  private static final Logger LOG = System.getLogger(ContentWrite.class.getName());

  private final ContentStore content;
  private final Call call;
  private final StreamCall<WriteContentRequest, WriteContentResponse> messages;

  /// One for the whole stream, because clients expect what one answer said to stay in the next.
  private final WriteContentResponse.Builder answer = WriteContentResponse.newBuilder();

  private String ref = "";
  private long total;
  private @Nullable Digest expected;

  ContentWrite(
      ContentStore content,
      Call call,
      StreamCall<WriteContentRequest, WriteContentResponse> messages) {
    this.content = content;
    this.call = call;
    this.messages = messages;
  }

  void run() {
    Optional<WriteContentRequest> request = messages.next();
    ref = request.map(WriteContentRequest::getRef).orElse("");
    if (ref.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("first message must have a reference");
    }
    total = request.get().getTotal();
    expected = digest(request.get());
    try (ContentWriter writer = content.writer(call, new Ingest(ref, total, expected))) {
      boolean committed = false;
      while (request.isPresent() && !committed) {
        committed = answer(writer, request.get());
        messages.send(answer.build());
        request = committed ? request : messages.next();
      }
    }
    // Clients of the reference get the last answer twice, now that the ref is free again.
    messages.send(answer.build());
  }

  /// Does what one message asks for and returns whether it committed.
  private boolean answer(ContentWriter writer, WriteContentRequest request) {
    IngestStatus status = writer.status();
    answer.setActionValue(request.getActionValue()).setOffset(status.offset());
    expect(writer, digest(request));
    total = request.getTotal() > 0 ? request.getTotal() : total;
    switch (request.getAction()) {
      case STAT -> stat(writer, status);
      case WRITE -> {
        append(writer, request, status.offset());
        answer.setDigest(writer.digest().toString());
      }
      case COMMIT -> {
        append(writer, request, status.offset());
        answer.setDigest(writer.digest().toString());
        writer.commit(call, new Commit(total, expected, request.getLabelsMap()));
      }
      case UNRECOGNIZED -> {}
    }
    return request.getAction() == WriteAction.COMMIT;
  }

  /// Takes over a digest that a message expects; when that blob is there the ingest is in vain.
  private void expect(ContentWriter writer, @Nullable Digest digest) {
    if (digest == null) {
      return;
    }
    expected = digest;
    if (!exists(digest) || !keeps(digest)) {
      return;
    }
    writer.close();
    try {
      content.abort(call, ref);
    } catch (GantryException e) {
      LOG.log(Level.DEBUG, "ingest in vain stays ref=\"{0}\" reason=\"{1}\"", ref, e.getMessage());
    }
    throw Fault.ALREADY_EXISTS.because("blob with expected digest " + digest + " exists");
  }

  private boolean exists(Digest digest) {
    try {
      content.info(call, digest);
      return true;
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// Adds a blob to the lease of the call, which only opening a writer for it does in one step with
  /// seeing that it is there. False when it is gone by now: a collection may run at any time.
  private boolean keeps(Digest digest) {
    if (call.lease().isEmpty()) {
      return true;
    }
    String attempt = ref + "-" + UUID.randomUUID();
    try {
      content.writer(call, new Ingest(attempt, 0, digest)).close();
    } catch (GantryException e) {
      if (e.fault() == Fault.ALREADY_EXISTS) {
        return true;
      }
      throw e;
    }
    content.abort(call, attempt);
    return false;
  }

  private void stat(ContentWriter writer, IngestStatus status) {
    answer
        .setDigest(writer.digest().toString())
        .setTotal(total)
        .setStartedAt(Times.of(status.startedAt()))
        .setUpdatedAt(Times.of(status.updatedAt()));
  }

  /// An offset of 0, also where the client left it out, begins the ingest anew.
  private void append(ContentWriter writer, WriteContentRequest request, long current) {
    long offset = current;
    if (request.getOffset() > 0 && request.getOffset() != offset) {
      throw Fault.OUT_OF_RANGE.because(
          "write @" + request.getOffset() + " must occur at current offset " + offset);
    }
    if (request.getOffset() == 0 && offset > 0) {
      writer.truncate(0);
      offset = 0;
    }
    if (!request.getData().isEmpty()) {
      writer.write(request.getData().asReadOnlyByteBuffer());
      offset += request.getData().size();
    }
    answer.setOffset(offset);
  }

  private static @Nullable Digest digest(WriteContentRequest request) {
    return request.getExpected().isEmpty() ? null : Digest.parse(request.getExpected());
  }
}
