package dev.gantry.runtime.monitor;

import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.EventCounter;
import dev.gantry.linux.OpenFile;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// Watches groups of version 1. The kernel counts in an event counter, one for each group, whenever
/// the group or one above it has no memory left, and when the group goes.
final class CounterWatch implements KillWatch {
  private static final System.Logger LOG = System.getLogger(CounterWatch.class.getName());
  private static final String SOURCE = "memory.oom_control";

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

  @Override
  public Watched watch(Path group, Runnable killed) throws IOException {
    EventCounter counter = EventCounter.open();
    boolean whole = false;
    try {
      order(group, counter);
      IoRegistration registration =
          loop.register(new Handle(group, counter, killed)).syncUninterruptibly().getNow();
      registration.submit(EpollIoOps.EPOLLIN);
      whole = true;
      return registration::cancel;
    } finally {
      if (!whole) {
        counter.close();
      }
    }
  }

  /// The kernel keeps what it needs of both descriptors.
  private static void order(Path group, EventCounter counter) throws IOException {
    try (OpenFile source = OpenFile.forReading(group.resolve(SOURCE))) {
      Files.writeString(
          group.resolve("cgroup.event_control"),
          counter.number() + " " + source.number(),
          StandardOpenOption.WRITE);
    } catch (ErrnoException e) {
      throw new IOException("group \"" + group + "\" cannot be watched: " + e.getMessage(), e);
    }
  }

  /// What happens to one counter, on the loop's thread.
  private record Handle(Path group, EventCounter counter, Runnable killed)
      implements EpollIoHandle {
    @Override
    public FileDescriptor fd() {
      return new FileDescriptor(counter.number());
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      try {
        long count = counter.take();
        if (!Files.exists(group.resolve(SOURCE))) {
          registration.cancel();
        } else if (count > 0) {
          killed.run();
        }
      } catch (ErrnoException e) {
        LOG.log(Level.WARNING, "group is not watched any more group={0} reason={1}", group, e);
        registration.cancel();
      }
    }

    @Override
    public void unregistered() {
      counter.close();
    }

    /// The loop ends, and still asks for the descriptor before it says that this is unregistered.
    @Override
    public void close() {}
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
