package dev.gantry.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Mount options as mount(2) takes them: words that stand for flags apart from those the file
/// system reads itself.
///
/// @param flags bits of mount(2)
/// @param propagation bits of a second call that changes propagation, 0 for none
/// @param data options of the file system, in their order
record MountOptions(long flags, long propagation, List<String> data) {
  static final long READ_ONLY = 1;
  static final long REMOUNT = 0x20;
  static final long BIND = 0x1000;
  static final long RECURSIVE = 0x4000;

  private static final long NOSUID = 2;
  private static final long NODEV = 4;
  private static final long NOEXEC = 8;
  private static final long SYNCHRONOUS = 0x10;
  private static final long MANDLOCK = 0x40;
  private static final long DIRSYNC = 0x80;
  private static final long NOATIME = 0x400;
  private static final long NODIRATIME = 0x800;
  private static final long RELATIME = 0x200000;
  private static final long STRICTATIME = 0x1000000;
  private static final long UNBINDABLE = 0x20000;
  private static final long PRIVATE = 0x40000;
  private static final long SLAVE = 0x80000;
  private static final long SHARED = 0x100000;

  /// What a bind takes only in a remount of its own.
  private static final long OF_THE_MOUNT =
      READ_ONLY | NOSUID | NODEV | NOEXEC | NOATIME | NODIRATIME | RELATIME | STRICTATIME;

  private static final Map<String, Long> SET =
      Map.ofEntries(
          Map.entry("defaults", 0L),
          Map.entry("ro", READ_ONLY),
          Map.entry("nosuid", NOSUID),
          Map.entry("nodev", NODEV),
          Map.entry("noexec", NOEXEC),
          Map.entry("sync", SYNCHRONOUS),
          Map.entry("remount", REMOUNT),
          Map.entry("mand", MANDLOCK),
          Map.entry("dirsync", DIRSYNC),
          Map.entry("noatime", NOATIME),
          Map.entry("nodiratime", NODIRATIME),
          Map.entry("relatime", RELATIME),
          Map.entry("strictatime", STRICTATIME),
          Map.entry("bind", BIND),
          Map.entry("rbind", BIND | RECURSIVE));

  private static final Map<String, Long> CLEAR =
      Map.ofEntries(
          Map.entry("rw", READ_ONLY),
          Map.entry("suid", NOSUID),
          Map.entry("dev", NODEV),
          Map.entry("exec", NOEXEC),
          Map.entry("async", SYNCHRONOUS),
          Map.entry("nomand", MANDLOCK),
          Map.entry("atime", NOATIME),
          Map.entry("diratime", NODIRATIME),
          Map.entry("norelatime", RELATIME),
          Map.entry("nostrictatime", STRICTATIME));

  private static final Map<String, Long> PROPAGATION =
      Map.of(
          "private",
          PRIVATE,
          "rprivate",
          PRIVATE | RECURSIVE,
          "shared",
          SHARED,
          "rshared",
          SHARED | RECURSIVE,
          "slave",
          SLAVE,
          "rslave",
          SLAVE | RECURSIVE,
          "unbindable",
          UNBINDABLE,
          "runbindable",
          UNBINDABLE | RECURSIVE);

  static MountOptions parse(List<String> options) {
    long flags = 0;
    long propagation = 0;
    var data = new ArrayList<String>();
    for (String option : options) {
      if (SET.containsKey(option)) {
        flags |= SET.getOrDefault(option, 0L);
      } else if (CLEAR.containsKey(option)) {
        flags &= ~CLEAR.getOrDefault(option, 0L);
      } else if (PROPAGATION.containsKey(option)) {
        propagation = PROPAGATION.getOrDefault(option, 0L);
      } else {
        data.add(option);
      }
    }
    return new MountOptions(flags, propagation, List.copyOf(data));
  }

  /// The flags of the remount that a bind needs before its other flags take effect, if any.
  Optional<Long> bindRemount() {
    boolean needed = (flags & BIND) != 0 && (flags & REMOUNT) == 0 && (flags & OF_THE_MOUNT) != 0;
    return needed ? Optional.of(flags | REMOUNT) : Optional.empty();
  }

  String joined() {
    return String.join(",", data);
  }
}
