package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.ReadContentRequest;
import dev.gantry.proto.services.content.v1.ReadContentResponse;
import dev.gantry.proxy.wire.Conversation;
import dev.gantry.proxy.wire.Wire;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An open blob of a daemon: one stream from its beginning, so that it outlives the blob's removal;
/// reading from another place begins another stream. A few chunks are in memory at most.
final class RemoteContentReader implements ContentReader {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Wire wire;
  private final Call call;
  private final ContentInfo blob;
  private Conversation<ReadContentRequest, ReadContentResponse> stream;
  private ByteBuffer chunk = NOTHING;

  /// The place of the chunk's next byte.
  private long position;

  RemoteContentReader(Wire wire, Call call, ContentInfo blob) {
    this.wire = wire;
    this.call = call;
    this.blob = blob;
    this.stream = begin(0);
    // The first bytes prove that the daemon has the blob open.
    fetch();
  }

  private Conversation<ReadContentRequest, ReadContentResponse> begin(long offset) {
    Conversation<ReadContentRequest, ReadContentResponse> begun =
        wire.begin(call, ContentGrpc.getReadMethod());
    begun.sayOnly(
        ReadContentRequest.newBuilder()
            .setDigest(blob.digest().toString())
            .setOffset(offset)
            .build());
    return begun;
  }

  @Override
  public long size() {
    return blob.size();
  }

  @Override
  public int read(ByteBuffer into, long offset) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (offset >= blob.size()) {
      return -1;
    }
    seek(offset);
    if (!chunk.hasRemaining() && !fetch()) {
      return -1;
    }
    int n = Math.min(into.remaining(), chunk.remaining());
    into.put(chunk.slice(chunk.position(), n));
    chunk.position(chunk.position() + n);
    position += n;
    return n;
  }

  private void seek(long offset) {
    long distance = offset - position;
    if (distance >= 0 && distance <= chunk.remaining()) {
      chunk.position(chunk.position() + (int) distance);
    } else {
      stream.cancel();
      stream = begin(offset);
      chunk = NOTHING;
    }
    position = offset;
  }

  private boolean fetch() {
    Optional<ReadContentResponse> answer = stream.next(call);
    chunk = answer.map(a -> a.getData().asReadOnlyByteBuffer()).orElse(NOTHING);
    return answer.isPresent();
  }

  @Override
  public void close() {
    stream.cancel();
  }
}
