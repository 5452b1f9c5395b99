package dev.gantry.runtime.shim;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/// Copies what shims log, each into the FIFO of its bundle, to one stream. One thread reads them
/// all. A shim that opens its FIFO for writing waits for the reader, so the FIFO is opened first.
public final class ShimLogs implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ShimLogs.class.getName());
  private static final int CHUNK = 16 << 10;

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final PrintStream target;
  // Both belong to the loop's thread.
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
  private final byte[] bytes = new byte[CHUNK];

  /// @param target not closed
  public ShimLogs(PrintStream target) {
    this.target = target;
  }

  /// A FIFO that is read until it is closed.
  public interface Reading extends AutoCloseable {
    @Override
    void close();
  }

  /// Begins to read a bundle's FIFO, which is made when it is not there.
  public Reading open(ShimLayout.Bundle bundle) throws IOException {
    Fifo fifo = new Fifo(fifo(bundle));
    IoRegistration registration = loop.register(fifo).syncUninterruptibly().getNow();
    registration.submit(EpollIoOps.EPOLLIN);
    return registration::cancel;
  }

  /// For reading and writing, so that it has no end when the shim goes and another comes.
  private static OpenFile fifo(ShimLayout.Bundle bundle) throws IOException {
    try (Directory directory = Directory.open(bundle.directory())) {
      Entry entry = directory.entry(String.valueOf(bundle.log().getFileName()));
      if (entry.find().isEmpty()) {
        entry.makeNode(FileStat.Type.FIFO, 0700, new FileStat.Device(0, 0));
      }
      return entry.openForWriting();
    } catch (ErrnoException e) {
      throw new IOException("cannot open FIFO \"" + bundle.log() + "\": " + e.getMessage(), e);
    }
  }

  private final class Fifo implements EpollIoHandle {
    private final OpenFile fifo;
    private final FileDescriptor descriptor;

    Fifo(OpenFile fifo) {
      this.fifo = fifo;
      this.descriptor = new FileDescriptor(fifo.number());
    }

    @Override
    public FileDescriptor fd() {
      return descriptor;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      try {
        int length = Math.max(0, fifo.read(buffer.clear()));
        buffer.get(0, bytes, 0, length);
        target.write(bytes, 0, length);
      } catch (ErrnoException e) {
        LOG.log(Level.WARNING, "the log of a shim ends: {0}", e.getMessage());
        registration.cancel();
      }
    }

    @Override
    public void unregistered() {
      close();
    }

    @Override
    public void close() {
      fifo.close();
    }
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
