package dev.gantry.linux;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Mounting and unmounting in the process's mount namespace. These calls may stall: from a virtual
/// thread they run on the pool for blocking calls. Failures are [ErrnoException]s.
public final class Mounts {
  private static final int BUSY_TRIES = 50;
  private static final long BUSY_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int MNT_DETACH = 2;
  private static final int NOFOLLOW = 8;

  private Mounts() {}

  /// How a mount is taken away.
  public enum Unmount {
    /// Only when nobody uses it; waits a few seconds for that, then EBUSY.
    WHEN_FREE(NOFOLLOW),
    /// At once from the tree, really gone when the last user is.
    DETACH(NOFOLLOW | MNT_DETACH);

    private final int flags;

    Unmount(int flags) {
      this.flags = flags;
    }
  }

  /// Mounts. Words like `ro`, `rbind`, `nosuid` and `rprivate` become flags, all other options go
  /// to the file system. A bind that is to be read-only or otherwise restricted is so when this
  /// returns, or it is not mounted. Overlay options may be longer than a page.
  ///
  /// @param type of file system; ignored for a bind
  /// @param source device, directory or a mere name, as the type wants
  /// @param target an existing directory, or a file for the bind of a file
  public static void mount(String type, String source, Path target, List<String> options) {
    MountOptions parsed = MountOptions.parse(options);
    String data = parsed.joined();
    Blocking.run(
        () -> {
          if (type.equals("overlay") && !OverlayData.fits(data)) {
            Path absolute = target.toAbsolutePath();
            OverlayData.mount(
                target.toString(),
                parsed.data(),
                brief -> call(source, absolute, type, parsed.flags(), brief));
          } else {
            call(source, target, type, parsed.flags(), data);
          }
          finish(target, parsed);
          return target;
        });
  }

  private static void finish(Path target, MountOptions options) {
    try {
      options.bindRemount().ifPresent(flags -> call("", target, "", flags, ""));
      if (options.propagation() != 0) {
        call("", target, "", options.propagation(), "");
      }
    } catch (ErrnoException e) {
      call(target, Unmount.DETACH);
      throw e;
    }
  }

  /// Unmounts the topmost mount of `target`; EINVAL when nothing is mounted there.
  public static void unmount(Path target, Unmount how) {
    Blocking.run(
        () -> {
          call(target, how);
          return target;
        });
  }

  /// Unmounts all that is mounted on `target`, layer by layer. Nothing mounted, or no such path, is
  /// well.
  public static void unmountAll(Path target, Unmount how) {
    Blocking.run(
        () -> {
          while (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && unmounted(target, how)) {
            // the next layer
          }
          return target;
        });
  }

  /// Whether this process may mount, found out by mounting a tmpfs on a directory made for it in
  /// `scratch`.
  public static boolean permitted(Path scratch) {
    try (Directory parent = Directory.open(scratch)) {
      Entry probe = parent.entry(".mount-probe-" + ProcessHandle.current().pid());
      probe.makeDirectory(0700);
      Path target = scratch.resolve(probe.name().toString());
      try {
        mount("tmpfs", "probe", target, List.of("size=4k"));
        unmount(target, Unmount.DETACH);
        return true;
      } catch (ErrnoException e) {
        if (e.is(Errno.EPERM) || e.is(Errno.EACCES)) {
          return false;
        }
        throw e;
      } finally {
        probe.removeDirectory();
      }
    }
  }

  private static void call(String source, Path target, String type, long flags, String data) {
    try (Frame frame = new Frame()) {
      frame.call(
          Syscall.MOUNT,
          target,
          frame.text(FileName.of(source)),
          frame.text(FileName.of(target)),
          frame.text(FileName.of(type)),
          flags,
          frame.text(FileName.of(data)));
    }
  }

  private static boolean unmounted(Path target, Unmount how) {
    try {
      call(target, how);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  private static void call(Path target, Unmount how) {
    try (Frame frame = new Frame()) {
      long name = frame.text(FileName.of(target));
      long result = frame.attempt(Syscall.UMOUNT2, name, how.flags);
      for (int i = 0; Errno.EBUSY.is(result) && i < BUSY_TRIES; i++) {
        LockSupport.parkNanos(BUSY_PAUSE);
        result = frame.attempt(Syscall.UMOUNT2, name, how.flags);
      }
      if (result < 0) {
        throw new ErrnoException((int) -result, "umount2", target.toString());
      }
    }
  }
}
