package dev.gantry.differ.compare;

import dev.gantry.api.call.Call;
import dev.gantry.differ.tar.EntryType;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.differ.tar.TarWriter;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes changes as a layer: each with the directories that lead there, removals as whiteouts, and
/// names of one file as hard links. Told of both trees in the order of a walk.
public final class ChangeWriter {
  private static final String WHITEOUT = ".wh.";

  private final TarWriter archive;
  private final Times times;
  private final FileCopy copy;
  private final HardLinks links = new HardLinks();
  private @Nullable Parent here = Parent.root();

  /// @param target where the archive goes, without compression
  public ChangeWriter(Call call, OutputStream target, Times times) {
    this.archive = new TarWriter(target);
    this.times = times;
    this.copy = new FileCopy(call, archive);
  }

  /// Which times a layer may hold.
  ///
  /// @param latest no later one is written, if given
  /// @param removal of every whiteout, so that the same trees make the same layer
  public record Times(@Nullable Instant latest, Instant removal) {
    Instant of(Instant time) {
      return latest != null && time.isAfter(latest) ? latest : time;
    }
  }

  /// A directory of the upper tree; what comes next is in it, until [#leave].
  void enter(TreePath path, Node directory, boolean changed) throws IOException {
    var parent = new Parent(here, entry(directory, EntryType.DIRECTORY, path.spelled("/")));
    here = parent;
    if (changed) {
      checkName(path);
      write(parent);
    }
  }

  void leave() {
    here = Objects.requireNonNull(here).above();
  }

  /// Something is only in the lower tree.
  void removed(TreePath path) throws IOException {
    write(here);
    archive.add(
        new TarEntry(
            EntryType.FILE,
            path.whiteout(WHITEOUT).spelled(""),
            TarEntry.NO_LINK,
            0,
            0,
            0,
            0,
            times.removal,
            null,
            TarEntry.NO_DEVICE,
            Map.of(),
            null));
  }

  /// Anything but a directory is new or different.
  void changed(TreePath path, Node node) throws IOException {
    checkName(path);
    HardLinks.Names names = links.of(node);
    if (names.written() == null) {
      write(here);
      content(path, node);
      names.write(path.spelled(""));
      for (HardLinks.Waiting waiting : names.takeWaiting()) {
        link(waiting.parent(), waiting.path(), node, path.spelled(""));
      }
    } else {
      link(here, path, node, names.written());
    }
  }

  /// Anything but a directory is as it was. It matters only to other names of the same file.
  void same(TreePath path, Node node) throws IOException {
    if (!node.isLinked()) {
      return;
    }
    HardLinks.Names names = links.of(node);
    if (names.written() == null) {
      names.await(new HardLinks.Waiting(path, Objects.requireNonNull(here)));
    } else {
      link(here, path, node, names.written());
    }
  }

  private void link(@Nullable Parent parent, TreePath path, Node node, FileName target)
      throws IOException {
    write(parent);
    TarEntry entry = entry(node, EntryType.HARD_LINK, path.spelled(""));
    archive.add(entry.linkedTo(target));
  }

  private void content(TreePath path, Node node) throws IOException {
    FileName name = path.spelled("");
    switch (node.stat().type()) {
      case REGULAR -> {
        try (OpenFile file = node.entry().openForReading()) {
          var opened = new Node(node.entry(), file.stat());
          TarEntry entry = entry(opened, EntryType.FILE, name);
          archive.add(entry.sized(opened.stat().size()));
          copy.copy(file, entry.sized(opened.stat().size()));
        }
      }
      case SYMBOLIC_LINK ->
          archive.add(entry(node, EntryType.SYMBOLIC_LINK, name).linkedTo(node.entry().readLink()));
      case CHARACTER_DEVICE -> archive.add(entry(node, EntryType.CHARACTER_DEVICE, name));
      case BLOCK_DEVICE -> archive.add(entry(node, EntryType.BLOCK_DEVICE, name));
      case FIFO -> archive.add(entry(node, EntryType.FIFO, name));
      case DIRECTORY, SOCKET -> throw new IllegalArgumentException("told as a file: " + name);
    }
  }

  private TarEntry entry(Node node, EntryType type, FileName name) {
    FileStat stat = node.stat();
    return new TarEntry(
        type,
        name,
        TarEntry.NO_LINK,
        stat.mode(),
        stat.uid(),
        stat.gid(),
        0,
        times.of(stat.modified()),
        null,
        stat.node(),
        node.xattrs(),
        null);
  }

  /// A directory and all that lead to it.
  private void write(@Nullable Parent parent) throws IOException {
    if (parent != null && !parent.isWritten()) {
      write(parent.above());
      archive.add(parent.written());
    }
  }

  private static void checkName(TreePath path) throws IOException {
    if (path.name().toString().startsWith(WHITEOUT)) {
      throw new IOException(
          "\"%s\" cannot stand in a layer, where its name means a removal"
              .formatted(path.spelled("")));
    }
  }

  void finish() throws IOException {
    archive.finish();
  }
}
