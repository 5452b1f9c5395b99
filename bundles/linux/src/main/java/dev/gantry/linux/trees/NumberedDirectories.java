package dev.gantry.linux.trees;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Durability;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.Inodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Directories named by a number in one directory that belongs to nobody else. Each appears whole
/// and forced, or not at all; each disappears under its number at once and is deleted later. What a
/// crash leaves half made or half deleted is found again. Safe for any number of threads. Failures
/// are [ErrnoException]s.
public final class NumberedDirectories {
  private static final String DRAFT = "new-";
  private static final String DOOMED = "rm-";
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final Path parent;
  private final AtomicLong unique = new AtomicLong();
  private final ReentrantLock numbering = new ReentrantLock();
  private final ReentrantLock deleting = new ReentrantLock();
  private final Set<String> drafts = ConcurrentHashMap.newKeySet();

  private NumberedDirectories(Path parent) {
    this.parent = parent;
  }

  /// Those in a directory, which is made unless it is there, and survives a power failure then. It
  /// must stay where it is.
  public static NumberedDirectories in(Path parent, int mode) {
    Durability.makeDirectories(parent, mode);
    Inodes.separateTrees(parent);
    return new NumberedDirectories(parent);
  }

  /// Where the directory of this number is.
  public Path path(String number) {
    return parent.resolve(number);
  }

  /// Makes a directory without a number.
  ///
  /// @param fill puts into it what belongs there; when it fails, the directory is gone
  public Draft draft(int mode, Consumer<Path> fill) {
    Draft draft = draft(mode);
    boolean filled = false;
    try {
      fill.accept(draft.path());
      filled = true;
      return draft;
    } finally {
      if (!filled) {
        draft.close();
      }
    }
  }

  private Draft draft(int mode) {
    try (Directory open = Directory.open(parent)) {
      String name = freeName(open, DRAFT);
      drafts.add(name);
      open.entry(name).makeDirectory(mode);
      open.entry(name).chmod(mode);
      return new Draft(name);
    }
  }

  private String freeName(Directory open, String prefix) {
    String name;
    do {
      name = prefix + unique.incrementAndGet();
    } while (open.entry(name).find().isPresent());
    return name;
  }

  private record Stray(String number, FileStat found) {}

  /// Looks for numbered directories that are not kept, as they are now.
  ///
  /// @return deletes them, unless their number was given to another meanwhile, and all that a crash
  ///   left. May take long; it calls its argument before each tree and ends when that throws. A
  ///   tree that cannot be removed does not keep the others: the first such failure is thrown in
  ///   the end, and the next time it is tried again
  public Consumer<Runnable> strays(Predicate<String> kept) {
    try (Directory open = Directory.open(parent)) {
      List<Stray> strays =
          open.list().stream()
              .map(FileName::toString)
              .filter(name -> NUMBER.matcher(name).matches() && !kept.test(name))
              .<Stray>mapMulti(
                  (name, next) ->
                      open.entry(name).find().map(it -> new Stray(name, it)).ifPresent(next))
              .toList();
      return patience -> {
        Failures failures = new Failures();
        strays.forEach(stray -> failures.keep(() -> retire(stray)));
        purge(patience, failures);
        failures.tell();
      };
    }
  }

  /// What went wrong, while the work goes on.
  private static final class Failures {
    private @Nullable ErrnoException first;

    void keep(Runnable work) {
      try {
        work.run();
      } catch (ErrnoException e) {
        if (first == null) {
          first = e;
        }
      }
    }

    void tell() {
      if (first != null) {
        throw first;
      }
    }
  }

  private void retire(Stray stray) {
    numbering.lock();
    try (Directory open = Directory.open(parent)) {
      if (open.entry(stray.number).find().filter(stray.found::sameFile).isPresent()) {
        retire(open, stray.number);
      }
    } finally {
      numbering.unlock();
    }
  }

  private void retire(Directory open, String name) {
    open.entry(name).renameToNew(open.entry(freeName(open, DOOMED)));
  }

  /// One at a time: who comes second finds nothing, or what the first gave up on.
  private void purge(Runnable patience, Failures failures) {
    deleting.lock();
    try (Directory open = Directory.open(parent)) {
      for (FileName name : open.list()) {
        String text = name.toString();
        boolean stale = text.startsWith(DRAFT) && !drafts.contains(text);
        if (stale || text.startsWith(DOOMED)) {
          patience.run();
          failures.keep(() -> open.entry(name).removeTree());
        }
      }
    } finally {
      deleting.unlock();
    }
  }

  /// A directory on its way to a number. Whoever asked for it closes it; if it has no number then,
  /// it is deleted.
  public final class Draft implements AutoCloseable {
    private final String name;
    private boolean published;

    private Draft(String name) {
      this.name = name;
    }

    private Path path() {
      return parent.resolve(name);
    }

    /// Gives it a number, for good once that is forced. What had the number was left by a crash and
    /// is retired.
    public void publish(String number) {
      if (!NUMBER.matcher(number).matches()) {
        throw new IllegalArgumentException("\"" + number + "\" is no number");
      }
      numbering.lock();
      try (Directory open = Directory.open(parent);
          Directory own = open.entry(name).openDirectory()) {
        if (open.entry(number).find().isPresent()) {
          retire(open, number);
        }
        open.entry(name).renameToNew(open.entry(number));
        published = true;
        // After the rename, so that a file system's journal is written once for both.
        own.force();
        open.force();
      } finally {
        numbering.unlock();
      }
    }

    @Override
    public void close() {
      try (Directory open = Directory.open(parent)) {
        if (!published) {
          open.entry(name).removeTree();
        }
      } finally {
        drafts.remove(name);
      }
    }
  }
}
