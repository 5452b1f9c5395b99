package dev.gantry.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Overlay options with many lower directories. The kernel takes one page of option text, so longer
/// text is made short by naming the lower directories relative to a working directory: the one they
/// share, or, if that is not enough, the process's table of open descriptors, where each is a
/// number.
final class OverlayData {
  private static final int PAGE = 4096;
  private static final String LOWER = "lowerdir=";
  private static final int NEW_FS =
      0x200; // CLONE_FS: the thread gets a working directory of its own

  private final List<String> options;
  private final List<String> lowers;

  private OverlayData(List<String> options, List<String> lowers) {
    this.options = options;
    this.lowers = lowers;
  }

  static boolean fits(String data) {
    return data.getBytes(StandardCharsets.UTF_8).length < PAGE;
  }

  /// Calls `mount` with data that fits, on a thread whose working directory gives it its meaning.
  static void mount(String target, List<String> options, Consumer<String> mount) {
    List<String> lowers =
        options.stream()
            .filter(option -> option.startsWith(LOWER))
            .flatMap(option -> split(option.substring(LOWER.length())).stream())
            .toList();
    List<String> others = options.stream().filter(option -> !option.startsWith(LOWER)).toList();
    new OverlayData(others, lowers).mount(target, mount);
  }

  private void mount(String target, Consumer<String> mount) {
    String shared = sharedParent();
    String relative = data(lowers.stream().map(l -> l.substring(shared.length())).toList());
    boolean useful = lowers.stream().allMatch(lower -> lower.length() > shared.length());
    if (shared.length() > 1 && useful && fits(relative)) {
      in(unescape(shared), () -> mount.accept(relative));
    } else {
      mountByDescriptors(target, mount);
    }
  }

  private void mountByDescriptors(String target, Consumer<String> mount) {
    var open = new ArrayList<Directory>();
    try {
      lowers.forEach(lower -> open.add(Directory.open(Path.of(unescape(lower)))));
      String numbered = data(open.stream().map(d -> Integer.toString(d.number())).toList());
      if (!fits(numbered)) {
        throw new ErrnoException(Errno.E2BIG, "mount overlay", target);
      }
      in("/proc/self/fd", () -> mount.accept(numbered));
    } finally {
      open.forEach(Directory::close);
    }
  }

  private String data(List<String> names) {
    var all = new ArrayList<>(options);
    all.add(LOWER + String.join(":", names));
    return String.join(",", all);
  }

  /// The longest common prefix that ends in a slash.
  private String sharedParent() {
    String shared = lowers.isEmpty() ? "" : lowers.getFirst();
    for (String lower : lowers) {
      int same = 0;
      while (same < Math.min(shared.length(), lower.length())
          && shared.charAt(same) == lower.charAt(same)) {
        same++;
      }
      shared = shared.substring(0, same);
    }
    return shared.substring(0, shared.lastIndexOf('/') + 1);
  }

  private static void in(String directory, Runnable work) {
    Blocking.runApart(
        () -> {
          try (Frame frame = new Frame()) {
            frame.call(Syscall.UNSHARE, "working directory", NEW_FS);
            frame.call(Syscall.CHDIR, directory, frame.text(FileName.of(Path.of(directory))));
          }
          work.run();
          return directory;
        });
  }

  /// At colons that no backslash precedes; the pieces stay escaped.
  private static List<String> split(String value) {
    var pieces = new ArrayList<String>();
    var piece = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && i + 1 < value.length()) {
        piece.append(c).append(value.charAt(++i));
      } else if (c == ':') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static String unescape(String path) {
    return path.replaceAll("\\\\(.)", "$1");
  }
}
