package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// The tree that a layer is unpacked into. It keeps the directories open that lead from its root to
/// where the last entry was made, since archives come in the order of their directories.
///
/// Paths are taken one name at a time through open directories, and links are followed by hand
/// under the rule that the root is `/`, so no path leads out, whatever links a layer has made.
final class Tree implements AutoCloseable {
  private static final int MOST_LINKS = 40;
  private static final int DEFAULT_MODE = 0755;

  private final Beneath beneath;
  private final Directory outside;
  // Real directories, the root first; a link is never among them.
  private final ArrayList<Level> trail = new ArrayList<>();

  /// @param root an absolute path without links, not `/`
  Tree(Path root, Beneath beneath) {
    this.beneath = beneath;
    this.outside = Directory.open(Objects.requireNonNull(root.getParent()));
    try {
      Entry self = outside.entry(FileName.of(Objects.requireNonNull(root.getFileName())));
      trail.add(new Level(null, self, self.stat()));
    } catch (RuntimeException e) {
      outside.close();
      throw e;
    }
  }

  Level root() {
    climb(1);
    return trail.getFirst();
  }

  /// Leads to a directory; where nothing of that name is, one is made.
  Level enter(List<FileName> path) {
    return walk(path, true).orElseThrow();
  }

  /// Leads to a directory that is there, in the tree or beneath it.
  Optional<Level> find(List<FileName> path) {
    return walk(path, false);
  }

  private Optional<Level> walk(List<FileName> path, boolean make) {
    int same = 0;
    while (same < path.size()
        && same + 1 < trail.size()
        && trail.get(same + 1).name().equals(path.get(same))) {
      same++;
    }
    climb(same + 1);
    var steps = new Steps(path.subList(same, path.size()));
    while (!steps.ahead.isEmpty()) {
      FileName next = steps.ahead.pop();
      if (next.isParent()) {
        climb(Math.max(1, trail.size() - 1));
      } else if (!step(next, steps, make)) {
        return Optional.empty();
      }
    }
    return Optional.of(here());
  }

  private Level here() {
    return trail.getLast();
  }

  /// Leaves directories until so many are left.
  private void climb(int levels) {
    while (trail.size() > levels) {
      try (Level left = trail.removeLast()) {
        left.leave();
      }
    }
  }

  private boolean step(FileName name, Steps steps, boolean make) {
    Entry entry = checked(name);
    Optional<FileStat> found = entry.find();
    boolean hidden = found.filter(beneath::isWhiteout).isPresent();
    if (found.isPresent() && !hidden) {
      enter(entry, found.get(), steps);
      return true;
    }
    if (!hidden && enterLower(entry, steps)) {
      return true;
    }
    if (make) {
      makeDirectory(name).directory().chmod(DEFAULT_MODE);
    }
    return make;
  }

  private void enter(Entry entry, FileStat stat, Steps steps) {
    switch (stat.type()) {
      case DIRECTORY -> trail.add(new Level(here(), entry, stat));
      case SYMBOLIC_LINK -> follow(entry, entry.readLink(), steps);
      default -> throw new ErrnoException(Errno.ENOTDIR.value(), "open", entry.toString());
    }
  }

  private boolean enterLower(Entry entry, Steps steps) {
    try (LowerEntry lower = beneath.find(here(), entry.name()).orElse(null)) {
      if (lower == null) {
        return false;
      }
      if (lower.stat().type() == FileStat.Type.DIRECTORY) {
        here().touch();
        new CopyUp(lower).directory(entry);
        var level = new Level(here(), entry, lower.stat());
        level.touch();
        trail.add(level);
      } else {
        enter(lower.entry(), lower.stat(), steps);
      }
      return true;
    }
  }

  private void follow(Entry link, FileName target, Steps steps) {
    if (++steps.links > MOST_LINKS) {
      throw new ErrnoException(Errno.ELOOP.value(), "open", link.toString());
    }
    if (target.isAbsolute()) {
      climb(1);
    }
    List<FileName> parts = target.components();
    for (int i = parts.size() - 1; i >= 0; i--) {
      steps.ahead.push(parts.get(i));
    }
  }

  /// A name where the tree stands now, if its path is not too long to be used.
  private Entry checked(FileName name) {
    Entry entry = here().entry(name);
    if (!here().fits(name)) {
      throw new ErrnoException(Errno.ENAMETOOLONG.value(), "open", entry.toString());
    }
    return entry;
  }

  /// Makes an entry where the tree stands now, in place of whatever is there.
  <T> T make(FileName name, Function<Entry, T> creation) {
    Entry entry = checked(name);
    here().touch();
    beneath.made(here(), name);
    try {
      return creation.apply(entry);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
      entry.removeTree();
      return creation.apply(entry);
    }
  }

  /// Makes a directory where the tree stands now, or takes the one that is there, and goes into it.
  Level makeDirectory(FileName name) {
    Entry entry = checked(name);
    Level above = here();
    above.touch();
    Optional<FileStat> found = entry.find();
    boolean merged = found.filter(f -> f.type() == FileStat.Type.DIRECTORY).isPresent();
    if (!merged) {
      if (found.isPresent()) {
        entry.remove();
      }
      entry.makeDirectory(0700);
    }
    Level level = merged ? new Level(above, entry, found.get()) : new Level(above, entry);
    trail.add(level);
    beneath.made(above, name);
    if (found.isPresent() && !merged) {
      beneath.replaced(level);
    }
    return level;
  }

  /// Opens the directory of a link's target, which is brought into the tree when it lies beneath.
  Optional<Directory> targetDirectory(List<FileName> path, FileName name) {
    Optional<Level> level = find(path);
    if (level.isEmpty()) {
      return Optional.empty();
    }
    Entry entry = level.get().entry(name);
    if (entry.find().isEmpty()) {
      try (LowerEntry lower = beneath.find(level.get(), name).orElse(null)) {
        if (lower != null && lower.stat().type() != FileStat.Type.DIRECTORY) {
          level.get().touch();
          new CopyUp(lower).file(entry);
        }
      }
    }
    return Optional.of(level.get().directory().descend(FileName.of(".")));
  }

  /// Sets the times of the directories that are still open.
  void finish() {
    climb(0);
  }

  @Override
  public void close() {
    trail.reversed().forEach(Level::close);
    trail.clear();
    outside.close();
    beneath.close();
  }

  /// The rest of a path that is being walked.
  private static final class Steps {
    private final ArrayDeque<FileName> ahead;
    private int links;

    Steps(List<FileName> path) {
      ahead = new ArrayDeque<>(path);
    }
  }
}
