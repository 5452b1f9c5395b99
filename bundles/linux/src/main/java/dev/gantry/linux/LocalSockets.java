package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Sockets of the unix family.
public final class LocalSockets {
  private static final short UNIX = 1;
  private static final int STREAM = 1;
  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;

  /// Of `sockaddr_un`: the family, and the name with its NUL.
  private static final int FAMILY_BYTES = Short.BYTES;

  private static final int NAME_BYTES = 108;

  private LocalSockets() {}

  /// Whether somebody listens at a socket, taking connections or not. Only the kernel's word that
  /// nobody does makes it false; when it cannot be asked (no descriptors are left, say) it is true.
  ///
  /// @param name path of the socket, or a NUL and a name in the abstract namespace
  public static boolean hasListener(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= NAME_BYTES) {
      return false; // Nothing can have that name.
    }
    try (Frame frame = new Frame()) {
      long socket = frame.attempt(Syscall.SOCKET, UNIX, STREAM | NONBLOCK | CLOEXEC, 0);
      if (socket < 0) {
        return true;
      }
      try {
        return isListener(
            frame.attempt(Syscall.CONNECT, socket, address(frame, bytes), length(bytes)));
      } finally {
        frame.attempt(Syscall.CLOSE, socket);
      }
    }
  }

  private static boolean isListener(long result) {
    return result != -Errno.ECONNREFUSED.value()
        && result != -Errno.ENOENT.value()
        && result != -Errno.ENOTDIR.value();
  }

  private static long address(Frame frame, byte[] name) {
    MemorySegment address = frame.allocate(FAMILY_BYTES + NAME_BYTES);
    address.set(ValueLayout.JAVA_SHORT, 0, UNIX);
    MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, FAMILY_BYTES, name.length);
    return address.address();
  }

  /// An abstract name ends where its bytes do, a path with a NUL.
  private static int length(byte[] name) {
    boolean isAbstract = name.length > 0 && name[0] == 0;
    return FAMILY_BYTES + name.length + (isAbstract ? 0 : 1);
  }
}
