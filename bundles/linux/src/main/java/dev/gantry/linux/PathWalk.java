package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// Opens a directory by a path that cannot leave the directory it starts from. The kernel does it
/// in one call; where `openat2` is missing the same is done by hand, a component at a time, each
/// opened without following a link.
final class PathWalk implements AutoCloseable {
  private static final long NO_MAGIC_LINKS = 2;
  private static final long NO_SYMLINKS = 4;
  private static final long BENEATH = 8;
  private static final long IN_ROOT = 0x10;
  private static final int MOST_LINKS = 40;
  private static final FileName SELF = FileName.of(".");

  private final Directory root;
  private final FileName path;
  private final boolean follow;
  private final ArrayDeque<FileName> ahead = new ArrayDeque<>();
  private final ArrayDeque<Directory> behind = new ArrayDeque<>();
  private int links;

  private PathWalk(Directory root, FileName path, boolean follow) {
    this.root = root;
    this.path = path;
    this.follow = follow;
  }

  /// @param follow true: links are followed as if `root` were `/`; false: a link or a way out is an
  ///   error
  static Directory open(Directory root, FileName path, boolean follow) {
    return byKernel(root, path, follow).orElseGet(() -> byHand(root, path, follow));
  }

  static Directory byHand(Directory root, FileName path, boolean follow) {
    if (!follow && path.isAbsolute()) {
      throw new ErrnoException(Errno.EXDEV, "openat", root.label(path));
    }
    try (var walk = new PathWalk(root, path, follow)) {
      return walk.run();
    }
  }

  /// Empty when the kernel cannot, or would not decide because something moved meanwhile.
  private static Optional<Directory> byKernel(Directory root, FileName path, boolean follow) {
    FileName wanted = path.components().isEmpty() && !path.isAbsolute() ? SELF : path;
    try (Frame frame = new Frame()) {
      MemorySegment how = frame.allocate(24);
      how.set(ValueLayout.JAVA_LONG, 0, OpenFlags.DIRECTORY | OpenFlags.CLOEXEC);
      how.set(
          ValueLayout.JAVA_LONG, 16, NO_MAGIC_LINKS | (follow ? IN_ROOT : BENEATH | NO_SYMLINKS));
      long result =
          frame.attempt(
              Syscall.OPENAT2, root.number(), frame.text(wanted), how.address(), how.byteSize());
      // EPERM is what some sandboxes answer to calls they do not know.
      if (Errno.ENOSYS.is(result) || Errno.EPERM.is(result) || Errno.EAGAIN.is(result)) {
        return Optional.empty();
      }
      if (result < 0) {
        throw new ErrnoException((int) -result, "openat2", root.label(path).toString());
      }
      return Optional.of(new Directory(result, root.label(path)));
    }
  }

  private Directory run() {
    enter(path.components());
    while (!ahead.isEmpty()) {
      FileName next = ahead.pop();
      if (next.isParent()) {
        ascend();
      } else {
        descend(next);
      }
    }
    return here().open(SELF, root.label(path));
  }

  private void enter(List<FileName> components) {
    for (int i = components.size() - 1; i >= 0; i--) {
      ahead.push(components.get(i));
    }
  }

  private Directory here() {
    return behind.isEmpty() ? root : behind.peek();
  }

  private void ascend() {
    if (!behind.isEmpty()) {
      behind.pop().close();
    } else if (!follow) {
      throw new ErrnoException(Errno.EXDEV, "openat", root.label(path));
    }
  }

  private void descend(FileName next) {
    Entry entry = here().entry(next);
    boolean link = entry.stat().type() == FileStat.Type.SYMBOLIC_LINK;
    if (!link) {
      behind.push(here().open(next, here().label(next)));
      return;
    }
    if (!follow || ++links > MOST_LINKS) {
      throw new ErrnoException(Errno.ELOOP, "openat", root.label(path));
    }
    FileName target = entry.readLink();
    if (target.isAbsolute()) {
      close();
    }
    enter(target.components());
  }

  /// Back to the root.
  @Override
  public void close() {
    while (!behind.isEmpty()) {
      behind.pop().close();
    }
  }
}
