package dev.gantry.differ.compare;

import dev.gantry.api.call.Call;
import dev.gantry.linux.Directory;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Walks two trees side by side, in byte order of the names in each directory.
public final class TreeComparison {
  private final Call call;
  private final ChangeWriter changes;
  private final Sameness sameness;
  // The directories that are being compared, the innermost first.
  private final ArrayDeque<Pair> open = new ArrayDeque<>();

  private TreeComparison(Call call, ChangeWriter changes) {
    this.call = call;
    this.changes = changes;
    this.sameness = new Sameness(call);
  }

  /// Writes what turns the lower tree into the upper one.
  public static void compare(Call call, Path lower, Path upper, ChangeWriter changes)
      throws IOException {
    var comparison = new TreeComparison(call, changes);
    try {
      comparison.open.push(new Pair(TreePath.ROOT, Directory.open(lower), Directory.open(upper)));
      comparison.walk();
    } finally {
      comparison.open.forEach(Pair::close);
    }
    changes.finish();
  }

  private void walk() throws IOException {
    while (!open.isEmpty()) {
      Pair pair = open.peek();
      if (pair.names.hasNext()) {
        call.check();
        one(pair, pair.names.next());
      } else {
        open.pop().close();
        changes.leave();
      }
    }
  }

  private void one(Pair pair, FileName name) throws IOException {
    TreePath path = pair.path.child(name);
    Optional<Node> lower = pair.lower == null ? Optional.empty() : node(pair.lower, name);
    Optional<Node> upper = node(pair.upper, name);
    if (upper.isEmpty()) {
      if (lower.isPresent()) {
        changes.removed(path);
      }
      return;
    }
    boolean same = lower.isPresent() && sameness.same(lower.get(), upper.get());
    if (upper.get().isDirectory()) {
      changes.enter(path, upper.get(), !same);
      Directory beneath =
          lower.filter(Node::isDirectory).map(node -> node.entry().openDirectory()).orElse(null);
      open.push(new Pair(path, beneath, upper.get().entry().openDirectory()));
    } else if (same) {
      changes.same(path, upper.get());
    } else {
      changes.changed(path, upper.get());
    }
  }

  /// Sockets are nothing to an archive.
  private static Optional<Node> node(Directory directory, FileName name) {
    var entry = directory.entry(name);
    return entry
        .find()
        .filter(stat -> stat.type() != FileStat.Type.SOCKET)
        .map(stat -> new Node(entry, stat));
  }

  /// A directory in both trees, or in the upper one only.
  private static final class Pair {
    private final TreePath path;
    private final @Nullable Directory lower;
    private final Directory upper;
    private final Iterator<FileName> names;

    Pair(TreePath path, @Nullable Directory lower, Directory upper) {
      this.path = path;
      this.lower = lower;
      this.upper = upper;
      var all = new TreeSet<>(upper.list());
      if (lower != null) {
        all.addAll(lower.list());
      }
      this.names = all.iterator();
    }

    void close() {
      upper.close();
      if (lower != null) {
        lower.close();
      }
    }
  }
}
