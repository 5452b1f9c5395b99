package dev.gantry.bench.wire;

import dev.gantry.bench.process.Failure;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.WriteAction;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import io.grpc.Channel;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.util.concurrent.TimeUnit;

/// One Content.Write: STAT, a WRITE for each chunk, COMMIT.
final class BlobWriter {
  private static final long SECONDS = 600;

  /// Else a collection could take the blob before it is read.
  private static final String KEPT = "containerd.io/gc.root";

  private final BlockingClientCall<WriteContentRequest, WriteContentResponse> call;
  private final String daemon;
  private final String ref;

  BlobWriter(Channel channel, String daemon, String ref) {
    this.call =
        ContentGrpc.newBlockingV2Stub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS).write();
    this.daemon = daemon;
    this.ref = ref;
  }

  void write(Blob blob) {
    send(request(WriteAction.STAT, blob));
    long offset = 0;
    for (int i = 0; i < blob.chunks(); i++) {
      var chunk = blob.chunk(i);
      send(request(WriteAction.WRITE, blob).setOffset(offset).setData(chunk));
      offset += chunk.size();
    }
    WriteContentResponse answer =
        send(
            request(WriteAction.COMMIT, blob)
                .setOffset(offset)
                .setExpected(blob.digest())
                .putLabels(KEPT, "bench"));
    call.halfClose();
    if (!answer.getDigest().equals(blob.digest())) {
      throw new Failure(
          daemon + " has " + answer.getDigest() + " of a blob that is " + blob.digest());
    }
  }

  private WriteContentRequest.Builder request(WriteAction action, Blob blob) {
    return WriteContentRequest.newBuilder().setAction(action).setRef(ref).setTotal(blob.size());
  }

  private WriteContentResponse send(WriteContentRequest.Builder request) {
    try {
      call.write(request.build());
      WriteContentResponse answer = call.read();
      if (answer == null) {
        throw new Failure(daemon + " ended the stream of Content.Write early");
      }
      return answer;
    } catch (StatusException e) {
      throw new Failure(
          daemon + ", Content.Write " + request.getAction() + ": " + e.getStatus(), e);
    } catch (InterruptedException e) {
      throw new Failure("interrupted", e);
    }
  }
}
