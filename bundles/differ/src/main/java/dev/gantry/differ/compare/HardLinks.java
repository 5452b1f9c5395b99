package dev.gantry.differ.compare;

import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which names belong to one file of the upper tree.
final class HardLinks {
  private record Inode(FileStat.Device device, long number) {}

  private final Map<Inode, Names> all = new HashMap<>();

  /// The names known so far; of a file with one name, none.
  Names of(Node node) {
    return node.isLinked()
        ? all.computeIfAbsent(
            new Inode(node.stat().device(), node.stat().inode()), _ -> new Names())
        : new Names();
  }

  /// An unchanged name, which is written only if another name of the file is.
  record Waiting(TreePath path, Parent parent) {}

  /// The names of one file.
  static final class Names {
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable FileName written;

    /// The name under which the archive has the file, if it has it.
    @Nullable FileName written() {
      return written;
    }

    void write(FileName name) {
      written = name;
    }

    void await(Waiting unchanged) {
      waiting.add(unchanged);
    }

    List<Waiting> takeWaiting() {
      List<Waiting> taken = List.copyOf(waiting);
      waiting.clear();
      return taken;
    }
  }
}
