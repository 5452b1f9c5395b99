package dev.gantry.differ;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// A tree as text, a line an entry, with all that a layer can carry.
public final class Listing {
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> linked = new HashMap<>();
  private final boolean directoryTimes;

  private Listing(boolean directoryTimes) {
    this.directoryTimes = directoryTimes;
  }

  /// Without the times of directories.
  public static String of(Path root) {
    return list(root, false);
  }

  public static String withDirectoryTimes(Path root) {
    return list(root, true);
  }

  private static String list(Path root, boolean directoryTimes) {
    var listing = new Listing(directoryTimes);
    try (Directory directory = Directory.open(root)) {
      listing.add(directory, "");
    }
    return String.join("\n", listing.lines);
  }

  private void add(Directory directory, String path) {
    for (FileName name : new TreeSet<>(directory.list())) {
      Entry entry = directory.entry(name);
      String own = path + "/" + new String(name.bytes(), StandardCharsets.ISO_8859_1);
      FileStat stat = entry.stat();
      lines.add(own + " " + describe(entry, stat) + group(own, stat) + xattrs(entry));
      if (stat.type() == FileStat.Type.DIRECTORY) {
        try (Directory inner = entry.openDirectory()) {
          add(inner, own);
        }
      }
    }
  }

  private String describe(Entry entry, FileStat stat) {
    String common = "%s %o %d:%d".formatted(stat.type(), stat.mode(), stat.uid(), stat.gid());
    return switch (stat.type()) {
      case REGULAR -> common + " " + stat.modified() + " " + stat.size() + " " + content(entry);
      case DIRECTORY -> directoryTimes ? common + " " + stat.modified() : common;
      case SYMBOLIC_LINK ->
          common
              + " "
              + stat.modified()
              + " -> "
              + HexFormat.of().formatHex(entry.readLink().bytes());
      default -> common + " " + stat.modified() + " " + stat.node();
    };
  }

  private static String content(Entry entry) {
    var hash = dev.gantry.api.types.Digest.Algorithm.SHA256.newHash();
    try (OpenFile file = entry.openForReading()) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(65536);
      while (file.read(buffer.clear()) >= 0) {
        hash.update(buffer.flip());
      }
    }
    return HexFormat.of().formatHex(hash.digest(), 0, 8);
  }

  private String group(String path, FileStat stat) {
    if (stat.links() < 2 || stat.type() == FileStat.Type.DIRECTORY) {
      return "";
    }
    return " =" + linked.computeIfAbsent(stat.device() + ":" + stat.inode(), _ -> path);
  }

  private static String xattrs(Entry entry) {
    var text = new StringBuilder();
    for (String name : new TreeSet<>(entry.xattrs().names())) {
      if (!name.startsWith("trusted.overlay.") && !name.startsWith("user.overlay.")) {
        String value = HexFormat.of().formatHex(entry.xattrs().get(name).orElseThrow());
        text.append(' ').append(name).append('=').append(value);
      }
    }
    return text.toString();
  }
}
