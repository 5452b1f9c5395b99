package dev.gantry.grpc.content;

import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.proto.services.content.v1.ReadContentRequest;
import dev.gantry.proto.services.content.v1.ReadContentResponse;
import java.nio.ByteBuffer;

/// Sends a blob, or a part of it, in chunks that never outrun the client.
final class ContentRead {
  private static final int CHUNK = 1 << 20;

  private final ContentStore content;

  ContentRead(ContentStore content) {
    this.content = content;
  }

  /// Whether one answer holds all that is asked for, as it does for manifests and the like.
  static boolean isBrief(ReadContentRequest request) {
    return request.getSize() > 0 && request.getSize() <= CHUNK;
  }

  void run(Call call, ReadContentRequest request, Outgoing<ReadContentResponse> answers) {
    Digest digest = Digest.parse(request.getDigest());
    try (ContentReader reader = content.reader(call, digest)) {
      long start = Math.max(0, request.getOffset());
      long rest = reader.size() - start;
      if (rest < 0) {
        throw Fault.OUT_OF_RANGE.because(
            "read of " + digest + " @" + start + ", past its " + reader.size() + " bytes");
      }
      long size = request.getSize() <= 0 ? rest : Math.min(rest, request.getSize());
      for (long sent = 0; sent < size; ) {
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size - sent));
        fill(reader, chunk, start + sent, digest);
        // Offsets in the answers count from the start of the read.
        answers.send(
            ReadContentResponse.newBuilder()
                .setOffset(sent)
                .setData(UnsafeByteOperations.unsafeWrap(chunk.flip()))
                .build());
        sent += chunk.limit();
      }
    }
  }

  private static void fill(ContentReader reader, ByteBuffer chunk, long offset, Digest digest) {
    while (chunk.hasRemaining()) {
      if (reader.read(chunk, offset + chunk.position()) < 0) {
        throw Fault.DATA_LOSS.because(
            "blob " + digest + " ends at " + (offset + chunk.position()) + " of " + reader.size());
      }
    }
  }
}
