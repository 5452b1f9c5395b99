package dev.gantry.ttrpc;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The answering side of a connection. A frame that breaks the rules is answered and leaves the
/// connection open; frames of unknown types are passed over, for later versions of the protocol.
final class ServerConnection extends SimpleChannelInboundHandler<Frame> {
  private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

  private final HandlerRegistry services;
  private final Executor executor;
  private final OpenCalls open;
  // Of the event loop.
  private final Map<Integer, IncomingCall<?, ?>> calls = new HashMap<>();
  private int last;
  private @Nullable Link link;

  ServerConnection(HandlerRegistry services, Executor executor, OpenCalls open) {
    this.services = services;
    this.executor = Listening.on(executor);
    this.open = open;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    link = new Link(context.channel(), true, this::ready);
  }

  private Link link() {
    if (link == null) {
      throw new IllegalStateException("not connected yet");
    }
    return link;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Frame frame) {
    if (frame.type() != Frame.REQUEST && frame.type() != Frame.DATA) {
      return;
    }
    if (frame.isTooLarge()) {
      refuse(frame, frame.tooLarge());
    } else if (frame.stream() % 2 == 0) {
      refuse(frame, invalid("StreamID must be odd for client initiated streams"));
    } else if (frame.type() == Frame.DATA) {
      data(frame);
    } else if (frame.stream() <= last) {
      refuse(frame, invalid("StreamID cannot be re-used and must increment"));
    } else {
      last = frame.stream();
      request(frame);
    }
  }

  private static Status invalid(String text) {
    return Status.INVALID_ARGUMENT.withDescription(text);
  }

  /// Answers a frame, and ends the call that it belongs to, if there is one.
  private void refuse(Frame frame, Status status) {
    IncomingCall<?, ?> call = frame.type() == Frame.DATA ? calls.get(frame.stream()) : null;
    if (call != null) {
      call.abandon(status);
    } else {
      answer(frame.stream(), status);
    }
  }

  private void answer(int stream, Status status) {
    Response response =
        Response.newBuilder().setStatus(Statuses.write(status, new Metadata())).build();
    link().send(new Frame(stream, Frame.RESPONSE, 0, response.toByteString()));
  }

  private void data(Frame frame) {
    IncomingCall<?, ?> call = calls.get(frame.stream());
    if (call == null) {
      refuse(frame, invalid("stream " + frame.stream() + " has ended or never began"));
    } else if (frame.has(Frame.NO_DATA) && frame.length() > 0) {
      refuse(frame, invalid("a frame without data has " + frame.length() + " bytes of it"));
    } else {
      call.receive(frame);
    }
  }

  private void request(Frame frame) {
    Request request;
    try {
      request = Request.parseFrom(frame.data());
    } catch (InvalidProtocolBufferException e) {
      answer(frame.stream(), invalid("the request is malformed: " + e.getMessage()));
      return;
    }
    if (open.draining()) {
      answer(frame.stream(), Status.UNAVAILABLE.withDescription("the server is going down"));
    } else if (!open.begin()) {
      answer(
          frame.stream(),
          Status.RESOURCE_EXHAUSTED.withDescription(
              "more than " + OpenCalls.MOST + " calls at a time"));
    } else {
      begin(frame, request);
    }
  }

  private void begin(Frame frame, Request request) {
    String name = request.getService() + "/" + request.getMethod();
    ServerMethodDefinition<?, ?> method = services.lookupMethod(name);
    if (method == null) {
      open.end();
      answer(frame.stream(), unknown(request));
    } else {
      begin(frame, request, method);
    }
  }

  private <Q, A> void begin(Frame frame, Request request, ServerMethodDefinition<Q, A> method) {
    IncomingCall<Q, A> call =
        new IncomingCall<>(
            this,
            link(),
            frame.stream(),
            method.getMethodDescriptor(),
            link().contextOf(request.getTimeoutNano()),
            executor);
    calls.put(frame.stream(), call);
    call.begin(method.getServerCallHandler(), frame, request);
  }

  private Status unknown(Request request) {
    boolean served =
        services.getServices().stream()
            .anyMatch(
                service -> service.getServiceDescriptor().getName().equals(request.getService()));
    return Status.UNIMPLEMENTED.withDescription(
        served ? "method " + request.getMethod() : "service " + request.getService());
  }

  /// Forgets a call that has ended; on the event loop.
  void remove(int stream) {
    if (calls.remove(stream) != null) {
      open.end();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link().changed();
  }

  private void ready() {
    calls.values().forEach(IncomingCall::ready);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    List.copyOf(calls.values()).forEach(IncomingCall::lost);
    link().changed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Level level = cause instanceof IOException ? Level.DEBUG : Level.WARNING;
    LOG.log(level, "ttrpc connection ends", cause);
    link().close();
  }
}
