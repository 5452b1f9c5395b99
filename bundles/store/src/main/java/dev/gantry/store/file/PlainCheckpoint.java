package dev.gantry.store.file;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.tree.Editor;
import dev.gantry.store.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A small state in frames like those of a log. Each says how many entries are before it, where a
/// log's says its transaction, and holds puts; the last one is empty and ends the file.
final class PlainCheckpoint {
  private static final int FRAME_BYTES = 1 << 20;

  private PlainCheckpoint() {}

  static boolean fill(Path path, Tree tree, long transaction, BooleanSupplier cancelled)
      throws IOException {
    FileHeader header = FileHeader.of(FileHeader.Kind.CHECKPOINT, transaction);
    try (RandomFile file = RandomFile.open(path)) {
      file.write(header.encode(), 0);
      long at = FileHeader.SIZE;
      long before = 0;
      Iterator<Entry> entries = tree.iterator(Key.of(), Key.of());
      while (entries.hasNext()) {
        if (cancelled.getAsBoolean()) {
          return false;
        }
        Changes puts = new Changes();
        long count = 0;
        for (; entries.hasNext() && puts.size() < FRAME_BYTES; count++) {
          Entry entry = entries.next();
          puts.put(entry.key(), entry.value());
        }
        at += write(file, at, Frame.encode(header.salt(), before, List.of(puts)));
        before += count;
      }
      write(file, at, Frame.encode(header.salt(), before, List.of()));
      return true;
    }
  }

  private static int write(DiskFile file, long at, ByteBuffer frame) throws IOException {
    int length = frame.remaining();
    file.write(frame, at);
    return length;
  }

  static Tree read(DiskFile file, Path path, long transaction) throws IOException {
    FileHeader header = FileHeader.read(FileHeader.Kind.CHECKPOINT, file, path);
    if (header.base() != transaction) {
      throw Damage.ofCheckpoint(path, "not transaction " + transaction, null);
    }
    Editor editor = new Editor(Tree.EMPTY);
    long size = file.size();
    long at = FileHeader.SIZE;
    while (true) {
      Frame frame = Frame.read(file, header.salt(), at, size);
      if (frame == null || frame.first() != editor.tree().size()) {
        throw Damage.ofCheckpoint(path, "at byte " + at, null);
      }
      at += frame.size();
      if (!frame.body().hasRemaining()) {
        if (at != size) {
          throw Damage.ofCheckpoint(path, "bytes follow its end", null);
        }
        return editor.tree();
      }
      apply(frame.body(), path, editor);
    }
  }

  private static void apply(ByteBuffer body, Path path, Editor editor) {
    try {
      body.getInt(); // The length of the only transaction.
      Changes.apply(body, editor);
    } catch (RuntimeException e) {
      throw Damage.ofCheckpoint(path, "its content makes no sense", e);
    }
  }
}
