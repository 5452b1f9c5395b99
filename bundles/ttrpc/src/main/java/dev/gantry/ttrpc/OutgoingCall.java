package dev.gantry.ttrpc;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A call as its maker sees it.
final class OutgoingCall<Q, A> extends ClientCall<Q, A> {
  private final MethodDescriptor<Q, A> method;
  private final CallOptions options;
  private final ClientConnection connection;
  private final Link link;
  private final Executor executor;
  private final Inbox inbox;
  private final Context context = Context.current();
  private final Context.CancellationListener whenContextEnds = this::contextEnded;

  // Of the maker.
  private final Request.Builder request = Request.newBuilder();
  private Listener<A> listener = new Listener<>() {};

  // Of the event loop.
  private int stream; // 0 before the request is sent.
  private boolean over;
  private @Nullable Future<?> alarm;

  OutgoingCall(MethodDescriptor<Q, A> method, CallOptions options, ClientConnection connection) {
    this.method = method;
    this.options = options;
    this.connection = connection;
    this.link = connection.link();
    Executor given = options.getExecutor();
    this.executor =
        MoreExecutors.newSequentialExecutor(
            given == null ? Listening.VIRTUAL : Listening.on(given));
    this.inbox = new Inbox(executor, link, this::deliver);
  }

  @Override
  public void start(Listener<A> to, Metadata headers) {
    listener = to;
    Deadline deadline = deadline();
    request
        .setService(String.valueOf(method.getServiceName()))
        .setMethod(String.valueOf(method.getBareMethodName()))
        .addAllMetadata(Headers.write(headers));
    if (deadline != null) {
      // 0 would mean for ever.
      request.setTimeoutNano(Math.max(1, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }
    if (!link.run(() -> open(deadline))) {
      fail(ClientConnection.CLOSED);
    } else if (!method.getType().clientSendsOneMessage()) {
      send(Frame.REQUEST, Frame.REMOTE_OPEN, request.build().toByteString());
    }
    ready();
  }

  private @Nullable Deadline deadline() {
    Deadline ofCall = options.getDeadline();
    Deadline ofContext = context.getDeadline();
    if (ofCall == null || ofContext == null) {
      return ofCall == null ? ofContext : ofCall;
    }
    return ofCall.minimum(ofContext);
  }

  private void open(@Nullable Deadline deadline) {
    if (!link.isOpen()) {
      fail(ClientConnection.CLOSED);
    } else if (!link.isWritable()) {
      fail(Status.RESOURCE_EXHAUSTED.withDescription("the peer does not read its requests"));
    } else {
      if (deadline != null) {
        alarm = link.after(deadline.timeRemaining(TimeUnit.NANOSECONDS), this::late);
      }
      context.addListener(whenContextEnds, Runnable::run);
    }
  }

  private void late() {
    fail(
        Status.DEADLINE_EXCEEDED.withDescription(
            "no answer to " + method.getFullMethodName() + " in time"));
  }

  private void contextEnded(Context ended) {
    link.run(() -> fail(Contexts.statusFromCancelled(ended)));
  }

  @Override
  public void request(int messages) {
    inbox.ask(messages);
  }

  @Override
  public void sendMessage(Q message) {
    ByteString bytes;
    try (InputStream in = method.streamRequest(message)) {
      bytes = ByteString.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (method.getType().clientSendsOneMessage()) {
      request.setPayload(bytes);
    } else {
      send(Frame.DATA, 0, bytes);
    }
  }

  @Override
  public void halfClose() {
    if (method.getType().clientSendsOneMessage()) {
      boolean one = method.getType().serverSendsOneMessage();
      send(Frame.REQUEST, one ? 0 : Frame.REMOTE_CLOSED, request.build().toByteString());
    } else {
      send(Frame.DATA, Frame.REMOTE_CLOSED | Frame.NO_DATA, ByteString.EMPTY);
    }
  }

  private void send(int type, int flags, ByteString data) {
    link.run(
        () -> {
          if (over) {
            return;
          }
          if (!link.isOpen()) {
            fail(ClientConnection.CLOSED);
            return;
          }
          if (type == Frame.REQUEST) {
            // As late as this, because streams must begin in the order of their numbers.
            stream = connection.add(this);
          }
          Frame frame = new Frame(stream, type, flags, data);
          if (frame.isTooLarge()) {
            fail(frame.tooLarge());
          } else {
            link.send(frame);
          }
        });
  }

  @Override
  public boolean isReady() {
    return link.isWritable();
  }

  void ready() {
    executor.execute(listener::onReady);
  }

  @Override
  public void cancel(@Nullable String message, @Nullable Throwable cause) {
    Status status = Status.CANCELLED.withDescription(message).withCause(cause);
    if (!link.run(() -> fail(status))) {
      fail(status);
    }
  }

  /// Takes what came for this call's stream.
  void receive(Frame frame) {
    if (frame.isTooLarge()) {
      fail(frame.tooLarge());
    } else if (frame.type() == Frame.RESPONSE) {
      response(frame.data());
    } else if (frame.type() == Frame.DATA) {
      data(frame);
    }
  }

  private void response(ByteString bytes) {
    Response response;
    try {
      response = Response.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      fail(Status.INTERNAL.withDescription("the response is malformed: " + e.getMessage()));
      return;
    }
    if (response.hasStatus() && response.getStatus().getCode() != 0) {
      StatusRuntimeException e = Statuses.read(response.getStatus());
      Metadata trailers = e.getTrailers();
      fail(e.getStatus(), trailers == null ? new Metadata() : trailers);
    } else {
      if (method.getType().serverSendsOneMessage() || !response.getPayload().isEmpty()) {
        inbox.put(response.getPayload());
      }
      succeed();
    }
  }

  private void data(Frame frame) {
    if (method.getType().serverSendsOneMessage()) {
      fail(Status.INTERNAL.withDescription("a stream answers a call of one response"));
      return;
    }
    if (!frame.has(Frame.NO_DATA)) {
      inbox.put(frame.data());
    }
    if (frame.has(Frame.REMOTE_CLOSED)) {
      succeed();
    }
  }

  private void deliver(ByteString bytes) {
    try {
      listener.onMessage(method.parseResponse(bytes.newInput()));
    } catch (StatusRuntimeException e) {
      cancel(e.getStatus().getDescription(), e);
    }
  }

  private void succeed() {
    detach();
    inbox.endWith(() -> listener.onClose(Status.OK, new Metadata()));
  }

  void fail(Status status) {
    fail(status, new Metadata());
  }

  private void fail(Status status, Metadata trailers) {
    detach();
    inbox.breakWith(() -> listener.onClose(status, trailers));
  }

  private void detach() {
    over = true;
    connection.remove(stream);
    context.removeListener(whenContextEnds);
    if (alarm != null) {
      alarm.cancel(false);
    }
  }
}
