package dev.gantry.linux;

/// The open(2) flags in use; some differ between architectures.
final class OpenFlags {
  static final int READ = 0;
  static final int WRITE = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0100;
  static final int EXCLUSIVE = 0200;
  static final int NONBLOCK = 04000;
  static final int CLOEXEC = 02000000;
  static final int PATH = 010000000;
  static final int DIRECTORY = Syscall.ARM ? 040000 : 0200000;
  static final int NOFOLLOW = Syscall.ARM ? 0100000 : 0400000;

  private OpenFlags() {}
}
