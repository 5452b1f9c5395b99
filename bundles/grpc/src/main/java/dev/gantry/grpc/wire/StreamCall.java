package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A call of many messages in either direction, for a handler that waits instead of being called
/// back. The client may be one message ahead of the handler. One thread reads and sends.
///
/// @param <Q> what the client sends
/// @param <P> what it gets
public final class StreamCall<Q, P> extends ServerCall.Listener<Q> implements Outgoing<P> {
  /// Bytes that may wait for the transport before a sender must: one chunk of content goes out
  /// while the next is read.
  private static final int AHEAD = 1 << 20;

  private final ServerCall<Q, P> wire;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private @Nullable Q message;
  private boolean ended;
  private boolean cancelled;
  private Runnable onCancel = () -> {};
  // Of the handler's thread alone.
  private boolean opened;
  private boolean waits;
  private @Nullable P last;

  StreamCall(ServerCall<Q, P> wire) {
    this.wire = wire;
    wire.setOnReadyThreshold(AHEAD);
  }

  /// Runs the handler on a thread of its own.
  void start(Call call, ServiceBuilder.Stream<Q, P> handler) {
    Thread.ofVirtual()
        .name(wire.getMethodDescriptor().getFullMethodName())
        .start(
            Context.current()
                .wrap(
                    () -> {
                      waits = true;
                      run(call, handler);
                    }));
  }

  /// Runs the handler here. It never waits, as what it would wait for, even that the client went,
  /// is told by this thread. Its last answer leaves together with the end of the call.
  void run(Call call, ServiceBuilder.Stream<Q, P> handler) {
    try {
      handler.run(call, this);
      open();
      sendLast();
      wire.close(Status.OK, new Metadata());
    } catch (RuntimeException | Error e) {
      sendLast();
      wire.close(Statuses.of(wire.getMethodDescriptor(), e), Statuses.trailers(e));
    }
  }

  /// The next message of the client, waited for; empty once it has sent all.
  ///
  /// @throws dev.gantry.api.errors.GantryException CANCELLED when the client went
  public Optional<Q> next() {
    wire.request(1);
    lock.lock();
    try {
      while (message == null && !ended && !cancelled) {
        changed.awaitUninterruptibly();
      }
      failIfCancelled();
      Optional<Q> next = Optional.ofNullable(message);
      message = null;
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void open() {
    if (!opened) {
      opened = true;
      wire.sendHeaders(new Metadata());
    }
  }

  @Override
  public void send(P answer) {
    if (waits) {
      open();
      awaitRoom();
      wire.sendMessage(answer);
    } else {
      sendLast();
      last = answer;
    }
  }

  private void sendLast() {
    P answer = last;
    if (answer != null) {
      last = null;
      open();
      wire.sendMessage(answer);
    }
  }

  private void awaitRoom() {
    lock.lock();
    try {
      while (!wire.isReady() && !cancelled) {
        changed.awaitUninterruptibly();
      }
      failIfCancelled();
    } finally {
      lock.unlock();
    }
  }

  private void failIfCancelled() {
    if (cancelled) {
      throw Fault.CANCELLED.because("");
    }
  }

  @Override
  public void whenCancelled(Runnable action) {
    lock.lock();
    try {
      onCancel = action;
      if (!cancelled) {
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  @Override
  public void awaitCancel() {
    lock.lock();
    try {
      while (!cancelled) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onMessage(Q received) {
    change(() -> message = received);
  }

  @Override
  public void onHalfClose() {
    change(() -> ended = true);
  }

  @Override
  public void onReady() {
    change(() -> {});
  }

  @Override
  public void onCancel() {
    change(() -> cancelled = true).run();
  }

  private Runnable change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
      return onCancel;
    } finally {
      lock.unlock();
    }
  }
}
