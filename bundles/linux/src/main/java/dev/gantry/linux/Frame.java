package dev.gantry.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The native memory of one piece of work: errno, strings and buffers live until it is closed.
/// Confined to one thread.
final class Frame implements AutoCloseable {
  private static final int EINTR = 4;
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle CALL = link();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());

  /// Zeroed native memory.
  MemorySegment allocate(long size) {
    return arena.allocate(size, 8);
  }

  /// The address of a NUL-terminated copy.
  long text(byte[] bytes) {
    MemorySegment copy = arena.allocate(bytes.length + 1L, 1);
    MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return copy.address();
  }

  long text(FileName name) {
    return text(name.raw());
  }

  /// Calls and turns failure into an [ErrnoException] that names `subject`.
  long call(Syscall call, Object subject, long... arguments) {
    long result = attempt(call, arguments);
    if (result < 0) {
      throw new ErrnoException((int) -result, call.toString(), subject.toString());
    }
    return result;
  }

  /// Calls and returns the result, or the negated errno. An interrupted call is repeated, but never
  /// `close`, whose descriptor is gone by then.
  long attempt(Syscall call, long... arguments) {
    long result;
    do {
      result = invoke(call.number(), arguments);
    } while (result == -EINTR && call != Syscall.CLOSE);
    return result;
  }

  private long invoke(long number, long[] a) {
    try {
      long result =
          (long)
              CALL.invokeExact(
                  state, number, at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5));
      return result == -1 ? -(long) (int) ERRNO.get(state, 0L) : result;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a system call cannot throw", e);
    }
  }

  /// The argument at an index, 0 where there is none.
  static long at(long[] arguments, int index) {
    return index < arguments.length ? arguments[index] : 0;
  }

  @Override
  public void close() {
    arena.close();
  }

  @SuppressWarnings("restricted") // this bundle is the one place that links native code
  private static MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(word, word, word, word, word, word, word, word),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }
}
