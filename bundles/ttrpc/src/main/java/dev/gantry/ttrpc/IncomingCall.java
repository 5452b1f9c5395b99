package dev.gantry.ttrpc;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A call as its handler sees it. The handler's listener hears one thing at a time, and last that
/// the call is complete, or that it is cancelled because its time or its connection is over.
final class IncomingCall<Q, A> extends ServerCall<Q, A> {
  private static final System.Logger LOG = System.getLogger(IncomingCall.class.getName());

  private final ServerConnection connection;
  private final Link link;
  private final int stream;
  private final MethodDescriptor<Q, A> method;
  private final Context.CancellableContext context;
  private final Executor apart;
  private final Executor executor;
  private final Inbox inbox;

  /// Who sets it ends the call.
  private final AtomicBoolean ended = new AtomicBoolean();

  private volatile boolean cancelled;

  /// Of the executor.
  private Listener<Q> listener = new Listener<>() {};

  /// Of the handler; the answer of a call that has one.
  private @Nullable ByteString only;

  IncomingCall(
      ServerConnection connection,
      Link link,
      int stream,
      MethodDescriptor<Q, A> method,
      Context.CancellableContext context,
      Executor executor) {
    this.connection = connection;
    this.link = link;
    this.stream = stream;
    this.method = method;
    this.context = context;
    this.apart = executor;
    Executor inOrder = MoreExecutors.newSequentialExecutor(link.whileWritable(executor));
    this.executor = task -> inOrder.execute(() -> guarded(task));
    this.inbox = new Inbox(this.executor, link, this::deliver);
  }

  private void guarded(Runnable task) {
    try {
      context.run(task);
    } catch (RuntimeException | Error e) {
      if (!(e instanceof StatusRuntimeException)) {
        LOG.log(Level.WARNING, "call failed method=" + method.getFullMethodName(), e);
      }
      close(Statuses.ofThrown(e), new Metadata());
    }
  }

  void begin(ServerCallHandler<Q, A> handler, Frame frame, Request request) {
    context.addListener(this::late, Runnable::run);
    executor.execute(
        () -> listener = handler.startCall(this, Headers.read(request.getMetadataList())));
    boolean one = method.getType().clientSendsOneMessage();
    if (one || !request.getPayload().isEmpty()) {
      inbox.put(request.getPayload());
    }
    if (one || frame.has(Frame.REMOTE_CLOSED)) {
      inbox.endWith(() -> listener.onHalfClose());
    }
    ready();
  }

  private void late(Context timed) {
    if (timed.getDeadline() != null && timed.getDeadline().isExpired()) {
      abandon(
          Status.DEADLINE_EXCEEDED.withDescription(
              "no answer of " + method.getFullMethodName() + " in time"));
    }
  }

  void receive(Frame frame) {
    if (!frame.has(Frame.NO_DATA)) {
      inbox.put(frame.data());
    }
    if (frame.has(Frame.REMOTE_CLOSED)) {
      inbox.endWith(() -> listener.onHalfClose());
    }
  }

  private void deliver(ByteString bytes) {
    listener.onMessage(method.parseRequest(bytes.newInput()));
  }

  void ready() {
    executor.execute(() -> listener.onReady());
  }

  @Override
  public void request(int messages) {
    inbox.ask(messages);
  }

  /// Goes with the first answer or the end: ttrpc has no frame for it.
  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(A message) {
    ByteString bytes;
    try (InputStream in = method.streamResponse(message)) {
      bytes = ByteString.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Frame frame = new Frame(stream, Frame.DATA, 0, bytes);
    if (method.getType().serverSendsOneMessage()) {
      only = bytes;
    } else if (frame.isTooLarge()) {
      abandon(frame.tooLarge());
    } else if (!ended.get()) {
      link.send(frame, () -> {});
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (ended.compareAndSet(false, true)) {
      finish(last(status, trailers), () -> listener.onComplete());
    }
  }

  private Frame last(Status status, Metadata trailers) {
    if (!status.isOk()) {
      return response(Response.newBuilder().setStatus(Statuses.write(status, trailers)).build());
    }
    if (!method.getType().serverSendsOneMessage()) {
      return Frame.end(stream);
    }
    if (only == null) {
      return last(Status.INTERNAL.withDescription("the call ended without an answer"), trailers);
    }
    Frame response = response(Response.newBuilder().setPayload(only).build());
    return response.isTooLarge() ? last(response.tooLarge(), trailers) : response;
  }

  private Frame response(MessageLite message) {
    return new Frame(stream, Frame.RESPONSE, 0, message.toByteString());
  }

  /// Ends the call over its handler's head.
  void abandon(Status status) {
    if (ended.compareAndSet(false, true)) {
      cancelled = true;
      finish(last(status, new Metadata()), () -> listener.onCancel());
    }
  }

  /// Ends the call because there is nobody left to answer.
  void lost() {
    abandon(Status.CANCELLED.withDescription("the connection is lost"));
  }

  private void finish(Frame last, Runnable tell) {
    link.send(last, () -> connection.remove(stream));
    inbox.breakWith(() -> {});
    if (cancelled) {
      // Beside the handler, which may wait for just this.
      apart.execute(() -> context.cancel(null));
    }
    executor.execute(
        () -> {
          tell.run();
          context.cancel(null);
        });
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public boolean isReady() {
    return link.isWritable();
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }
}
