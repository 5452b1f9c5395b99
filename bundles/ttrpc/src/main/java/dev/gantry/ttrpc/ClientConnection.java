package dev.gantry.ttrpc;

import io.grpc.Status;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The calling side of a connection: which call each stream belongs to.
final class ClientConnection extends SimpleChannelInboundHandler<Frame> {
  static final Status CLOSED = Status.UNAVAILABLE.withDescription("ttrpc: closed");

  private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());

  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  // Of the event loop.
  private final Map<Integer, OutgoingCall<?, ?>> calls = new HashMap<>();
  private int next = 1;

  /// Set once, before the first call.
  private volatile @Nullable Link link;

  CompletableFuture<Void> closed() {
    return closed;
  }

  Link link() {
    Link open = link;
    if (open == null) {
      throw new IllegalStateException("not connected yet");
    }
    return open;
  }

  /// Gives a call its stream; on the event loop. Streams never come to an end: at a million calls a
  /// second the numbers last for half an hour, and with them the connection.
  int add(OutgoingCall<?, ?> call) {
    int stream = next;
    next += 2;
    calls.put(stream, call);
    return stream;
  }

  void remove(int stream) {
    calls.remove(stream);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    link = new Link(context.channel(), false, this::ready);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Frame frame) {
    OutgoingCall<?, ?> call = calls.get(frame.stream());
    if (call != null) { // Else it was given up.
      call.receive(frame);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    link().changed();
  }

  private void ready() {
    calls.values().forEach(OutgoingCall::ready);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    List.copyOf(calls.values()).forEach(call -> call.fail(CLOSED));
    closed.complete(null);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Level level = cause instanceof IOException ? Level.DEBUG : Level.WARNING;
    LOG.log(level, "ttrpc connection ends", cause);
    link().close();
  }
}
