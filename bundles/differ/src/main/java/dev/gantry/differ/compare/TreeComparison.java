package dev.gantry.differ.compare;

import dev.gantry.api.call.Call;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
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

  /// The trees, and where they differ.
  ///
  /// @param touched the upper directory of an overlay over the lower tree, which shows the upper
  ///   one, if that is so: what it does not have is not looked at
  public record Trees(Path lower, Path upper, Optional<Path> touched) {}

  /// Writes what turns the lower tree into the upper one.
  public static void compare(Call call, Trees trees, ChangeWriter changes) throws IOException {
    var comparison = new TreeComparison(call, changes);
    try {
      comparison.open.push(
          Pair.open(
              TreePath.ROOT,
              () -> Directory.open(trees.lower),
              () -> Directory.open(trees.upper),
              () -> trees.touched.map(Directory::open).orElse(null)));
      comparison.walk();
    } finally {
      comparison.open.forEach(Pair::close);
    }
    changes.finish();
  }

  private void walk() throws IOException {
    while (!open.isEmpty()) {
      Pair pair = open.peek();
      if (pair.names().hasNext()) {
        call.check();
        one(pair, pair.names().next());
      } else {
        open.pop().close();
        changes.leave();
      }
    }
  }

  private void one(Pair pair, FileName name) throws IOException {
    TreePath path = pair.path().child(name);
    Optional<Node> lower = node(pair.lower(), name);
    Optional<Node> upper = node(pair.upper(), name);
    if (upper.isEmpty()) {
      if (lower.isPresent()) {
        changes.removed(path);
      }
      return;
    }
    boolean same = lower.isPresent() && sameness.same(lower.get(), upper.get());
    if (upper.get().isDirectory()) {
      changes.enter(path, upper.get(), !same);
      Optional<Node> beneath = lower.filter(Node::isDirectory);
      open.push(
          Pair.open(
              path,
              () -> beneath.map(node -> node.entry().openDirectory()).orElse(null),
              () -> upper.get().entry().openDirectory(),
              () -> touched(pair, name)));
    } else if (same) {
      changes.same(path, upper.get());
    } else {
      changes.changed(path, upper.get());
    }
  }

  /// The part of the overlay's upper directory, unless it hides or moves what is beneath.
  private static @Nullable Directory touched(Pair pair, FileName name) {
    if (pair.touched() == null) {
      return null;
    }
    Entry inner = pair.touched().entry(name);
    boolean plain =
        inner.xattrs().names().stream()
            .noneMatch(
                xattr -> xattr.endsWith(".overlay.opaque") || xattr.endsWith(".overlay.redirect"));
    return plain ? inner.openDirectory() : null;
  }

  /// Sockets are nothing to an archive.
  private static Optional<Node> node(@Nullable Directory directory, FileName name) {
    if (directory == null) {
      return Optional.empty();
    }
    var entry = directory.entry(name);
    return entry
        .find()
        .filter(stat -> stat.type() != FileStat.Type.SOCKET)
        .map(stat -> new Node(entry, stat));
  }
}
