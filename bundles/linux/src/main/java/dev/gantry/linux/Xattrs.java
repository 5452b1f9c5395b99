package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The extended attributes of one inode, names with their prefix such as `security.capability`. A
/// file system without attributes has none to read and fails to set one with EOPNOTSUPP. Failures
/// are [ErrnoException]s.
public final class Xattrs {
  private static final int USUAL = 1024;
  private static final int LARGEST = 64 * 1024;

  private sealed interface Target {}

  private record Opened(Descriptor descriptor) implements Target {}

  private record Named(FileName path) implements Target {}

  private final Target target;
  private final Object subject;

  Xattrs(Descriptor descriptor) {
    this.target = new Opened(descriptor);
    this.subject = descriptor;
  }

  /// @param path not followed when it ends in a link
  Xattrs(FileName path, Object subject) {
    this.target = new Named(path);
    this.subject = subject;
  }

  /// The value, if the attribute is set.
  public Optional<byte[]> get(String name) {
    return read(Syscall.FGETXATTR, Syscall.LGETXATTR, name);
  }

  /// The names that are set, in no order. A name that is not UTF-8 fails with EILSEQ rather than
  /// being changed.
  public List<String> names() {
    byte[] all = read(Syscall.FLISTXATTR, Syscall.LLISTXATTR, null).orElseGet(() -> new byte[0]);
    var names = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i < all.length; i++) {
      if (all[i] == 0) {
        names.add(decode(ByteBuffer.wrap(all, from, i - from)));
        from = i + 1;
      }
    }
    return names;
  }

  /// Sets or replaces.
  public void set(String name, byte[] value) {
    try (Frame frame = new Frame()) {
      MemorySegment copy = frame.allocate(Math.max(1, value.length));
      MemorySegment.copy(value, 0, copy, ValueLayout.JAVA_BYTE, 0, value.length);
      long text = text(frame, name);
      check(
          "setxattr",
          name,
          call(frame, Syscall.FSETXATTR, Syscall.LSETXATTR, text, copy.address(), value.length, 0));
    }
  }

  /// Removes; ENODATA when it is not set.
  public void remove(String name) {
    try (Frame frame = new Frame()) {
      long text = text(frame, name);
      check("removexattr", name, call(frame, Syscall.FREMOVEXATTR, Syscall.LREMOVEXATTR, text));
    }
  }

  private Optional<byte[]> read(Syscall byDescriptor, Syscall byPath, @Nullable String name) {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(USUAL);
      long length = fill(frame, byDescriptor, byPath, name, buffer);
      if (Errno.ERANGE.is(length)) {
        buffer = frame.allocate(LARGEST);
        length = fill(frame, byDescriptor, byPath, name, buffer);
      }
      if (Errno.ENODATA.is(length) || Errno.EOPNOTSUPP.is(length)) {
        return Optional.empty();
      }
      check(byDescriptor.toString(), name == null ? "*" : name, length);
      return Optional.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private long fill(
      Frame frame,
      Syscall byDescriptor,
      Syscall byPath,
      @Nullable String name,
      MemorySegment buffer) {
    long address = buffer.address();
    long size = buffer.byteSize();
    return name == null
        ? call(frame, byDescriptor, byPath, address, size)
        : call(frame, byDescriptor, byPath, text(frame, name), address, size);
  }

  private long call(Frame frame, Syscall byDescriptor, Syscall byPath, long... rest) {
    long[] all = new long[rest.length + 1];
    System.arraycopy(rest, 0, all, 1, rest.length);
    return switch (target) {
      case Opened(Descriptor descriptor) -> {
        all[0] = descriptor.number();
        yield frame.attempt(byDescriptor, all);
      }
      case Named(FileName path) -> {
        all[0] = frame.text(path);
        yield frame.attempt(byPath, all);
      }
    };
  }

  private void check(String call, String name, long result) {
    if (result < 0) {
      throw new ErrnoException((int) -result, call + " " + name, subject.toString());
    }
  }

  private static long text(Frame frame, String name) {
    return frame.text(FileName.of(name));
  }

  private String decode(ByteBuffer name) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(name).toString();
    } catch (CharacterCodingException e) {
      var failure = new ErrnoException(Errno.EILSEQ, "listxattr", subject);
      failure.initCause(e);
      throw failure;
    }
  }
}
