package dev.gantry.differ.unpack;

import dev.gantry.api.call.Call;
import dev.gantry.differ.tar.EntryType;
import dev.gantry.differ.tar.MalformedArchiveException;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.differ.tar.TarReader;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Unpacks one archive into a tree, entry by entry. When it fails the tree is half done and the
/// caller gives it up.
public final class Unpacker {
  private final Call call;
  private final TarReader archive;
  private final Tree tree;
  private final Beneath beneath;
  private final FileContent content;

  private Unpacker(Call call, TarReader archive, Tree tree, Beneath beneath) {
    this.call = call;
    this.archive = archive;
    this.tree = tree;
    this.beneath = beneath;
    this.content = new FileContent(call, archive);
  }

  /// Reads the stream to its end, also what follows the archive.
  ///
  /// @throws IOException naming the entry when one cannot be made, with the reason as its cause
  public static void unpack(Call call, InputStream layer, Destination destination)
      throws IOException {
    var archive = new TarReader(layer);
    try (Beneath beneath = destination.beneath();
        Tree tree = new Tree(destination.root(), beneath)) {
      new Unpacker(call, archive, tree, beneath).all();
      tree.finish();
    }
    archive.drain();
  }

  private void all() throws IOException {
    for (var entry = archive.next(); entry.isPresent(); entry = archive.next()) {
      call.check();
      try {
        one(entry.get());
      } catch (ErrnoException | IOException e) {
        throw new IOException("entry \"%s\": %s".formatted(entry.get().name(), e.getMessage()), e);
      }
    }
  }

  private void one(TarEntry entry) throws IOException {
    List<FileName> path = Names.clean(entry.name());
    if (path.isEmpty()) {
      root(entry);
    } else if (path.stream().noneMatch(Names::isMeta)) {
      below(path.subList(0, path.size() - 1), path.getLast(), entry);
    }
  }

  private void root(TarEntry entry) throws IOException {
    if (entry.type() != EntryType.DIRECTORY) {
      throw refused("it would replace the root by a " + entry.type());
    }
    new Attributes(entry).give(tree.root());
  }

  private void below(List<FileName> parents, FileName name, TarEntry entry) throws IOException {
    if (Names.isWhiteout(name)) {
      whiteout(parents, name);
      return;
    }
    switch (entry.type()) {
      case DIRECTORY -> {
        tree.enter(parents);
        new Attributes(entry).give(tree.makeDirectory(name));
      }
      case HARD_LINK -> hardLink(parents, name, entry);
      case FILE -> file(parents, name, entry);
      case SYMBOLIC_LINK -> symbolicLink(parents, name, entry);
      case CHARACTER_DEVICE -> node(parents, name, entry, FileStat.Type.CHARACTER_DEVICE);
      case BLOCK_DEVICE -> node(parents, name, entry, FileStat.Type.BLOCK_DEVICE);
      case FIFO -> node(parents, name, entry, FileStat.Type.FIFO);
    }
  }

  private void whiteout(List<FileName> parents, FileName name) throws IOException {
    Optional<FileName> hidden = Optional.empty();
    if (!Names.isOpaqueMarker(name)) {
      hidden = Names.hidden(name);
      if (hidden.isEmpty()) {
        throw refused("it is a whiteout of no name");
      }
    }
    if (beneath.isUnknown() && parents.isEmpty() && hidden.isEmpty()) {
      throw refused("it hides all of the layers beneath, which are not there yet");
    }
    Optional<Level> directory =
        beneath.isUnknown() ? Optional.of(tree.enter(parents)) : tree.find(parents);
    if (directory.isEmpty()) {
      return;
    }
    if (hidden.isPresent()) {
      beneath.hide(directory.get(), hidden.get());
    } else {
      beneath.hideAll(directory.get());
    }
  }

  private void file(List<FileName> parents, FileName name, TarEntry entry) throws IOException {
    tree.enter(parents);
    try (OpenFile file = tree.make(name, place -> place.createFile(0600))) {
      content.write(entry, file);
      new Attributes(entry).give(file);
    }
  }

  private void symbolicLink(List<FileName> parents, FileName name, TarEntry entry) {
    tree.enter(parents);
    Entry link =
        tree.make(
            name,
            place -> {
              place.makeSymbolicLink(entry.link());
              return place;
            });
    new Attributes(entry).giveLink(link);
  }

  private void node(List<FileName> parents, FileName name, TarEntry entry, FileStat.Type type) {
    tree.enter(parents);
    Entry node =
        tree.make(
            name,
            place -> {
              place.makeNode(type, 0600, entry.device());
              return place;
            });
    new Attributes(entry).giveNode(node);
  }

  /// Attributes are those of the file that is linked to; it has got them with its own entry.
  private void hardLink(List<FileName> parents, FileName name, TarEntry entry) throws IOException {
    List<FileName> target = Names.clean(entry.link());
    if (target.isEmpty()) {
      throw refused("it is a hard link to the root");
    }
    FileName last = target.getLast();
    try (Directory directory =
        tree.targetDirectory(target.subList(0, target.size() - 1), last).orElse(null)) {
      if (directory == null) {
        throw new ErrnoException(Errno.ENOENT.value(), "linkat", entry.link().toString());
      }
      Entry existing = directory.entry(last);
      if (existing.find().filter(beneath::isWhiteout).isPresent()) {
        throw new ErrnoException(Errno.ENOENT.value(), "linkat", existing.toString());
      }
      tree.enter(parents);
      tree.make(
          name,
          place -> {
            place.linkTo(existing);
            return place;
          });
    }
  }

  private static MalformedArchiveException refused(String reason) {
    return new MalformedArchiveException(reason);
  }
}
