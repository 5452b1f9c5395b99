package dev.gantry.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/// Starts a program by the C library, which does it without copying this process. All its functions
/// are called with six words, as many as the largest of them takes: both architectures pass these
/// in registers, and a function leaves those alone that it does not know.
record Spawn(Frame frame) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = link();

  /// Bytes for a structure of the library; none of those used here is larger.
  private static final int ROOM = 512;

  private static final long OWN_GROUP_AND_SIGNAL_MASK = 0x02 | 0x08;

  /// Returns the pid.
  ///
  /// @param input what the program reads
  /// @param output where what it prints goes
  long run(Child.Command command, int input, int output) {
    long actions = frame.allocate(ROOM).address();
    must("posix_spawn_file_actions_init", actions);
    try {
      must("posix_spawn_file_actions_adddup2", actions, input, 0);
      must("posix_spawn_file_actions_adddup2", actions, output, 1);
      if (command.errorsToo()) {
        must("posix_spawn_file_actions_adddup2", actions, output, 2);
      }
      // The virtual machine leaves many of its files open to those that it starts.
      must("posix_spawn_file_actions_addclosefrom_np", actions, 3);
      long directory = frame.text(FileName.of(command.directory()));
      must("posix_spawn_file_actions_addchdir_np", actions, directory);
      return spawn(command, actions);
    } finally {
      must("posix_spawn_file_actions_destroy", actions);
    }
  }

  private long spawn(Child.Command command, long actions) {
    long attributes = frame.allocate(ROOM).address();
    must("posix_spawnattr_init", attributes);
    must("posix_spawnattr_setflags", attributes, OWN_GROUP_AND_SIGNAL_MASK);
    List<String> variables =
        command.environment().entrySet().stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();
    String program = command.words().getFirst();
    MemorySegment pid = frame.allocate(Integer.BYTES);
    long words = texts(command.words());
    int error =
        call(
            "posix_spawn",
            pid.address(),
            text(program),
            actions,
            attributes,
            words,
            texts(variables));
    if (error != 0) {
      throw new ErrnoException(error, "posix_spawn", program);
    }
    return pid.get(ValueLayout.JAVA_INT, 0);
  }

  private long texts(List<String> all) {
    MemorySegment addresses = frame.allocate((all.size() + 1L) * Long.BYTES);
    for (int i = 0; i < all.size(); i++) {
      addresses.setAtIndex(ValueLayout.JAVA_LONG, i, text(all.get(i)));
    }
    return addresses.address();
  }

  private long text(String text) {
    return frame.text(FileName.of(text));
  }

  private static void must(String function, long... arguments) {
    int error = call(function, arguments);
    if (error != 0) {
      throw new ErrnoException(error, function, "start of a program");
    }
  }

  private static int call(String function, long... a) {
    MemorySegment address =
        LINKER
            .defaultLookup()
            .find(function)
            .orElseThrow(() -> new ErrnoException(Errno.ENOSYS, function, "the C library"));
    try {
      return (int)
          CALL.invokeExact(
              address,
              Frame.at(a, 0),
              Frame.at(a, 1),
              Frame.at(a, 2),
              Frame.at(a, 3),
              Frame.at(a, 4),
              Frame.at(a, 5));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a function of C cannot throw", e);
    }
  }

  @SuppressWarnings("restricted") // this bundle is the one place that links native code
  private static MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    return LINKER.downcallHandle(
        FunctionDescriptor.of(ValueLayout.JAVA_INT, word, word, word, word, word, word));
  }
}
