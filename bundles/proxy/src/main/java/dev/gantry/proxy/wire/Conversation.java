package dev.gantry.proxy.wire;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A gRPC call for somebody who waits instead of being called back. A few answers are fetched ahead
/// and no more. One thread sends and reads; [#cancel] may come from any.
///
/// @param <Q> what is sent
/// @param <P> what comes back
public final class Conversation<Q, P> extends ClientCall.Listener<P> {
  /// Answers that may wait here.
  private static final int AHEAD = 4;

  /// How often the patience of a waiting caller is looked at.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ClientCall<Q, P> wire;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Guarded by the lock.
  private final Deque<P> received = new ArrayDeque<>();
  private boolean headed;
  private @Nullable Status end;

  Conversation(ClientCall<Q, P> wire) {
    this.wire = wire;
  }

  void start(Metadata headers) {
    wire.start(this, headers);
    wire.request(AHEAD);
  }

  /// Sends a message once the transport has room for it.
  ///
  /// @throws GantryException of what the call ended with, or of a caller without patience
  public void say(Call call, Q message) {
    await(call, wire::isReady);
    failIfEnded();
    wire.sendMessage(message);
  }

  /// Sends the one message there is.
  public void sayOnly(Q message) {
    wire.sendMessage(message);
    wire.halfClose();
  }

  /// Tells that nothing more is said.
  public void fallSilent() {
    if (status() == null) {
      wire.halfClose();
    }
  }

  /// The next answer, waited for; empty once the call has ended well.
  ///
  /// @throws GantryException of what the call ended with, or of a caller without patience
  public Optional<P> next(Call call) {
    await(call, () -> !received.isEmpty());
    Optional<P> answer = taken();
    if (answer.isPresent()) {
      wire.request(1);
    } else {
      failIfEnded();
    }
    return answer;
  }

  /// Waits for the end and drops what is answered until then.
  public void awaitEnd(Call call) {
    Optional<P> rest = next(call);
    while (rest.isPresent()) {
      rest = next(call);
    }
  }

  /// Waits until the server has taken the call, which it tells by its headers.
  public void awaitHeaders(Call call) {
    await(call, () -> headed);
    failIfEnded();
  }

  /// Ends the call where it has not ended yet; whoever waits then gets CANCELLED.
  public void cancel() {
    change(() -> end = end == null ? Status.CANCELLED : end);
    wire.cancel("the caller ended it", null);
  }

  private Optional<P> taken() {
    lock.lock();
    try {
      return Optional.ofNullable(received.poll());
    } finally {
      lock.unlock();
    }
  }

  /// Waits for a condition, which is looked at under the lock, or for the end.
  private void await(Call call, BooleanSupplier condition) {
    lock.lock();
    try {
      while (end == null && !condition.getAsBoolean()) {
        call.check();
        var _ = changed.awaitNanos(LOOK_NANOS);
      }
    } catch (RuntimeException e) {
      cancel();
      throw e;
    } catch (InterruptedException e) {
      cancel();
      throw Fault.CANCELLED.because("the waiting thread was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Status status() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  private void failIfEnded() {
    Status status = status();
    if (status != null && !status.isOk()) {
      throw Statuses.fault(status);
    }
  }

  @Override
  public void onHeaders(Metadata headers) {
    change(() -> headed = true);
  }

  @Override
  public void onMessage(P message) {
    change(() -> received.add(message));
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    change(() -> end = end == null ? status : end);
  }

  @Override
  public void onReady() {
    change(() -> {});
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
