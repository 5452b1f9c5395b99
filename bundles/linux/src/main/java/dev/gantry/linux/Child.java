package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A program that was started with a short input, in a process group of its own, and with its
/// output in a pipe. The C library starts it in one step, where the virtual machine runs a helper
/// first, which takes as long as many a short program does. The caller closes it; one thread uses
/// it at a time. Failures are [ErrnoException]s.
public final class Child implements AutoCloseable {
  /// Bytes that every pipe holds, however little its user may have.
  public static final int MOST_INPUT = 4096;

  private static final int CHUNK = 4096;
  private static final int PIPE_CAPACITY = 64 << 10;
  private static final int SIGKILL = 9;

  private final String label;
  private final long pid;
  private final PidFd process;
  private final Descriptor output;
  private boolean printing = true;
  private boolean ended;
  private int status;

  private Child(String label, long pid, PidFd process, Descriptor output) {
    this.label = label;
    this.pid = pid;
    this.process = process;
    this.output = output;
  }

  /// What is run.
  ///
  /// @param words the program's path, which is not looked for anywhere, and its arguments
  /// @param environment all of it
  /// @param directory where it runs
  /// @param errorsToo whether its errors go where its output goes; else to where this process's do
  public record Command(
      List<String> words, Map<String, String> environment, Path directory, boolean errorsToo) {
    public Command {
      words = List.copyOf(words);
      environment = Map.copyOf(environment);
    }
  }

  /// As the other one, with an empty input.
  public static Child start(Command command) {
    return start(command, new byte[0]);
  }

  /// Returns when the program runs; ENOENT when there is none, or no such directory.
  ///
  /// @param input all that it can read, at most [#MOST_INPUT] bytes
  public static Child start(Command command, byte[] input) {
    if (input.length > MOST_INPUT) {
      throw new IllegalArgumentException("an input of " + input.length + " bytes is too long");
    }
    return Blocking.run(() -> startHere(command, input));
  }

  private static Child startHere(Command command, byte[] bytes) {
    String label = command.words().getFirst();
    try (Frame frame = new Frame()) {
      Pipe printed = Pipe.open(frame, label);
      try (Descriptor output = printed.in();
          Descriptor input = Pipe.holding(frame, label, bytes)) {
        long pid = new Spawn(frame).run(command, input.number(), output.number());
        return new Child(label, pid, hold(frame, pid), printed.out());
      } catch (RuntimeException | Error e) {
        printed.out().close();
        throw e;
      }
    }
  }

  /// @param out where it is read
  /// @param in where it is written
  private record Pipe(Descriptor out, Descriptor in) {
    static Pipe open(Frame frame, String label) {
      MemorySegment pipe = frame.allocate(8);
      frame.call(Syscall.PIPE2, label, pipe.address(), OpenFlags.CLOEXEC);
      return new Pipe(
          new Descriptor(pipe.get(ValueLayout.JAVA_INT, 0), label),
          new Descriptor(pipe.get(ValueLayout.JAVA_INT, 4), label));
    }

    /// Where all can be read that a pipe ever holds.
    static Descriptor holding(Frame frame, String label, byte[] bytes) {
      Pipe pipe = open(frame, label);
      try (Descriptor in = pipe.in) {
        if (bytes.length > 0) {
          // An empty pipe takes as many at once.
          frame.call(Syscall.WRITE, in, in.number(), frame.text(bytes), bytes.length);
        }
        return pipe.out;
      } catch (RuntimeException | Error e) {
        pipe.out.close();
        throw e;
      }
    }
  }

  private static PidFd hold(Frame frame, long pid) {
    try {
      return PidFd.open(pid);
    } catch (RuntimeException | Error e) {
      Processes.kill(pid, SIGKILL);
      reap(frame, pid);
      throw e;
    }
  }

  /// Waits until the program has ended. What its own children print after that is not waited for.
  ///
  /// @param longest to wait
  /// @param printed gets all that the program prints meanwhile, in chunks, on another thread when
  ///   this one is virtual
  /// @return false when it still runs
  public boolean await(Duration longest, Consumer<byte[]> printed) {
    return Blocking.run(() -> awaitHere(longest, printed));
  }

  private boolean awaitHere(Duration longest, Consumer<byte[]> printed) {
    long end = System.nanoTime() + longest.toNanos();
    // Of its end on the pipe holds no more than this that the program wrote itself.
    int left = PIPE_CAPACITY;
    try (Frame frame = new Frame()) {
      MemorySegment memory = frame.allocate(CHUNK);
      while (!ended) {
        Ready ready = poll(frame, memory, end - System.nanoTime());
        if (ready.output() && left > 0) {
          int taken = take(frame, memory, printed);
          left -= ready.end() ? taken : 0;
        } else if (ready.end()) {
          status = reap(frame, pid);
          ended = true;
        }
        if (!ready.end() && System.nanoTime() - end >= 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// Which of both can be had without waiting.
  private record Ready(boolean output, boolean end) {}

  private Ready poll(Frame frame, MemorySegment memory, long nanos) {
    // Of a negative number nothing is asked.
    PidFd.ask(memory.asSlice(0), printing ? output.number() : -1);
    PidFd.ask(memory.asSlice(PidFd.QUESTION), process.number());
    MemorySegment time = memory.asSlice(2 * PidFd.QUESTION);
    PidFd.put(time, Duration.ofNanos(Math.max(0, nanos)));
    frame.call(Syscall.PPOLL, label, memory.address(), 2, time.address(), 0, 8);
    return new Ready(
        PidFd.isReady(memory.asSlice(0)), PidFd.isReady(memory.asSlice(PidFd.QUESTION)));
  }

  /// Returns how many bytes were there; at the end of the output none.
  private int take(Frame frame, MemorySegment chunk, Consumer<byte[]> printed) {
    int length =
        (int) frame.call(Syscall.READ, label, output.number(), chunk.address(), chunk.byteSize());
    if (length == 0) {
      printing = false;
    } else {
      printed.accept(chunk.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
    return length;
  }

  /// Its exit status, or 128 and the number of the signal that ended it.
  ///
  /// @throws IllegalStateException unless it has ended, as [#await] tells
  public int status() {
    if (!ended) {
      throw new IllegalStateException("\"" + label + "\" runs");
    }
    return status;
  }

  private static int reap(Frame frame, long pid) {
    MemorySegment result = frame.allocate(Integer.BYTES);
    frame.call(Syscall.WAIT4, "pid " + pid, pid, result.address(), 0, 0);
    int how = result.get(ValueLayout.JAVA_INT, 0);
    int signal = how & 0x7f;
    return signal == 0 ? how >> 8 & 0xff : 128 + signal;
  }

  /// Kills the program unless it has ended.
  @Override
  public void close() {
    if (!ended) {
      ended = true;
      Blocking.run(
          () -> {
            try (Frame frame = new Frame()) {
              process.signal(SIGKILL);
              return reap(frame, pid);
            }
          });
    }
    process.close();
    output.close();
  }
}
