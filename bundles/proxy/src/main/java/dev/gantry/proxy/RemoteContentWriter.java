package dev.gantry.proxy;

import com.google.protobuf.ByteString;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.WriteAction;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import dev.gantry.proxy.wire.Conversation;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// An open ingest of a daemon: one stream, on which a few chunks are under way before the first is
/// answered. So a fault of one write may be thrown by a later call. A commit without a size or
/// digest is checked against those that the ingest was opened with, because the daemon remembers.
final class RemoteContentWriter implements ContentWriter {
  private static final Logger LOG = System.getLogger(RemoteContentWriter.class.getName());
  private static final int CHUNK = 1 << 20;
  private static final int UNDER_WAY = 4;

  private final RemoteContentStore store;
  private final Call call;
  private final String ref;
  private final Conversation<WriteContentRequest, WriteContentResponse> stream;
  private WriteContentResponse last = WriteContentResponse.getDefaultInstance();
  private long offset;
  private int unanswered;
  private boolean ended;

  /// Of an ingest that shares a blob: the daemon tells of it on this stream alone.
  private @Nullable IngestStatus shared;

  private RemoteContentWriter(RemoteContentStore store, Wire wire, Call call, String ref) {
    this.store = store;
    this.call = call;
    this.ref = ref;
    this.stream = wire.begin(call, ContentGrpc.getWriteMethod());
  }

  static RemoteContentWriter open(RemoteContentStore store, Wire wire, Call call, Ingest ingest) {
    RemoteContentWriter writer = new RemoteContentWriter(store, wire, call, ingest.ref());
    WriteContentRequest.Builder request =
        WriteContentRequest.newBuilder()
            .setAction(WriteAction.STAT)
            .setRef(ingest.ref())
            .setTotal(ingest.total());
    Digest expected = ingest.expected();
    if (expected != null) {
      request.setExpected(expected.toString());
    }
    writer.say(request);
    writer.awaitAnswers(0, call);
    writer.offset = writer.last.getOffset();
    if (expected != null
        && writer.offset > 0
        && writer.last.getDigest().equals(expected.toString())) {
      writer.shared = writer.whole(expected);
    }
    return writer;
  }

  private IngestStatus whole(Digest blob) {
    return new IngestStatus(
        ref,
        offset,
        offset,
        blob,
        Messages.time(last.getStartedAt()),
        Messages.time(last.getUpdatedAt()));
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int n = Math.min(CHUNK, bytes.remaining());
      // Copied, because the caller's buffer changes before the transport has sent it.
      ByteString chunk = ByteString.copyFrom(bytes, n);
      awaitAnswers(UNDER_WAY - 1, call);
      say(request(WriteAction.WRITE).setData(chunk));
      offset += n;
    }
  }

  @Override
  public Digest digest() {
    awaitAnswers(0, call);
    return Digest.parse(last.getDigest());
  }

  @Override
  public IngestStatus status() {
    awaitAnswers(0, call);
    return shared != null ? shared : store.status(call, ref);
  }

  @Override
  public void truncate(long size) {
    if (size != 0) {
      throw Fault.NOT_IMPLEMENTED.because("truncate ingest \"" + ref + "\" to " + size + " bytes");
    }
    if (offset > 0) {
      offset = 0;
      // To write at 0 what is not empty truncates it.
      say(request(WriteAction.WRITE));
      awaitAnswers(0, call);
    }
  }

  @Override
  public Digest commit(Call committing, Commit commit) {
    committing.check();
    awaitAnswers(0, committing);
    WriteContentRequest.Builder request =
        request(WriteAction.COMMIT).setTotal(commit.size()).putAllLabels(commit.labels());
    if (commit.expected() != null) {
      request.setExpected(commit.expected().toString());
    }
    say(request);
    awaitAnswers(0, committing);
    end(committing);
    return commit.expected() != null ? commit.expected() : Digest.parse(last.getDigest());
  }

  private WriteContentRequest.Builder request(WriteAction action) {
    return WriteContentRequest.newBuilder().setAction(action).setRef(ref).setOffset(offset);
  }

  private void say(WriteContentRequest.Builder request) {
    stream.say(call, request.build());
    unanswered++;
  }

  /// Waits until no more than so many messages are unanswered.
  private void awaitAnswers(int most, Call waiting) {
    while (unanswered > most) {
      last =
          stream
              .next(waiting)
              .orElseThrow(
                  () -> Fault.INTERNAL.because("write to ingest \"" + ref + "\" had no answer"));
      unanswered--;
    }
  }

  /// Waits until the daemon has closed the ingest, too, so that another writer may have it.
  private void end(Call waiting) {
    ended = true;
    stream.fallSilent();
    stream.awaitEnd(waiting);
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    try {
      end(call);
    } catch (GantryException e) {
      LOG.log(Level.DEBUG, "ingest closed ref=\"{0}\" reason=\"{1}\"", ref, e.getMessage());
    }
  }
}
