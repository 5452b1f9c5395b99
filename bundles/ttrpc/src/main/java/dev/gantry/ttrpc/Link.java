package dev.gantry.ttrpc;

import io.grpc.Context;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One connection with bounded memory: nothing more is read while too much of what was read is
/// still held, and, on the side that answers, nothing is read or worked on while the peer does not
/// take the answers.
final class Link {
  private static final int MOST_UNSENT = 8 << 20;
  static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(1 << 20, MOST_UNSENT);

  /// Bytes held above which reading pauses.
  private static final long MOST_HELD = 16 << 20;

  private final Channel channel;
  private final boolean answering;
  private final Runnable whenWritable;
  private final AtomicLong held = new AtomicLong();

  /// Bytes on their way to the event loop, which the channel does not know of yet.
  private final AtomicLong handedOver = new AtomicLong();

  /// Work that waits for the peer to read; of the event loop.
  private final Queue<Runnable> postponed = new ArrayDeque<>();

  /// @param whenWritable run on the event loop when the peer reads again
  Link(Channel channel, boolean answering, Runnable whenWritable) {
    this.channel = channel;
    this.answering = answering;
    this.whenWritable = whenWritable;
  }

  /// Runs something on the event loop, after what was handed over before.
  ///
  /// @return false when the loop has ended, and the connection with it
  boolean run(Runnable task) {
    try {
      channel.eventLoop().execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /// Runs something on the event loop after a time.
  Future<?> after(long nanos, Runnable task) {
    return channel.eventLoop().schedule(task, nanos, TimeUnit.NANOSECONDS);
  }

  /// The context of a call that may last so long; 0 is for ever.
  Context.CancellableContext contextOf(long nanos) {
    return nanos == 0
        ? Context.ROOT.withCancellation()
        : Context.ROOT.withDeadlineAfter(nanos, TimeUnit.NANOSECONDS, channel.eventLoop());
  }

  /// An executor that starts nothing while the peer does not take what it was sent.
  Executor whileWritable(Executor executor) {
    return task -> executor.execute(() -> start(executor, task));
  }

  private void start(Executor executor, Runnable task) {
    if (isWritable() || !isOpen()) {
      task.run();
      return;
    }
    run(
        () -> {
          postponed.add(() -> whileWritable(executor).execute(task));
          resume();
        });
  }

  /// Sends a frame; on the event loop only.
  void send(Frame frame) {
    // A failure closes the connection, which is noticed.
    var _ = channel.writeAndFlush(frame.encoded());
  }

  /// Sends a frame from any thread, then runs something on the event loop.
  void send(Frame frame, Runnable then) {
    int size = frame.data().size();
    handedOver.addAndGet(size);
    run(
        () -> {
          if (isOpen()) {
            send(frame);
          }
          long left = handedOver.addAndGet(-size);
          then.run();
          if (left <= MOST_UNSENT && left + size > MOST_UNSENT) {
            changed();
          }
        });
  }

  boolean isOpen() {
    return channel.isActive();
  }

  boolean isWritable() {
    return channel.isWritable() && handedOver.get() <= MOST_UNSENT;
  }

  void close() {
    var _ = channel.close();
  }

  void hold(int bytes) {
    if (held.addAndGet(bytes) > MOST_HELD) {
      run(this::regulate);
    }
  }

  void release(int bytes) {
    long left = held.addAndGet(-bytes);
    if (left <= MOST_HELD && left + bytes > MOST_HELD) {
      run(this::regulate);
    }
  }

  /// The peer reads again, or no more; on the event loop only.
  void changed() {
    regulate();
    resume();
    if (isWritable()) {
      whenWritable.run();
    }
  }

  private void regulate() {
    boolean sending = !answering || isWritable();
    channel.config().setOption(ChannelOption.AUTO_READ, sending && held.get() <= MOST_HELD);
  }

  private void resume() {
    if (isWritable() || !isOpen()) {
      Queue<Runnable> all = new ArrayDeque<>(postponed);
      postponed.clear();
      all.forEach(Runnable::run);
    }
  }
}
