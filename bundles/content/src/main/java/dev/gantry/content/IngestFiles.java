package dev.gantry.content;

import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The files of one ingest, in its open directory. None of them is forced, so that a crash may
/// leave any of them empty, torn or missing; only the ref is needed.
final class IngestFiles implements AutoCloseable {
  private static final int FILE_MODE = 0666;
  private static final int LARGEST_TEXT = 1 << 20;

  private final String name;
  private final Directory directory;

  private IngestFiles(String name, Directory directory) {
    this.name = name;
    this.directory = directory;
  }

  /// What has this name among the ingests; empty when there is nothing, or no directory.
  static Optional<IngestFiles> find(Directory ingests, String name) {
    try {
      return Optional.of(new IngestFiles(name, ingests.entry(name).openDirectory()));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Whether there is an ingest that more bytes may be added to: not when another total was
  /// announced.
  boolean goesOn(long total) {
    return status()
        .filter(old -> old.total() == 0 || total == 0 || old.total() == total)
        .isPresent();
  }

  /// Makes it an ingest of this ref.
  ///
  /// @param fresh whether what is there is forgotten
  void prepare(Ingest ingest, boolean fresh, Instant now) {
    if (fresh) {
      remove();
      write(ContentLayout.REF, ingest.ref());
      write(ContentLayout.STARTED_AT, now.toString());
      touch(now);
    }
    if (ingest.total() != 0 && ingest.total() != total()) {
      write(ContentLayout.TOTAL, Long.toString(ingest.total()));
    }
  }

  /// Notes when it was last written to.
  void touch(Instant now) {
    write(ContentLayout.UPDATED_AT, now.toString());
  }

  /// How far it is; empty when it is no ingest because its ref is missing or torn.
  Optional<IngestStatus> status() {
    return read(ContentLayout.REF)
        .filter(ref -> !ref.isEmpty() && ContentLayout.ingestName(ref).equals(name))
        .map(this::status);
  }

  private IngestStatus status(String ref) {
    Optional<FileStat> data =
        directory.entry(ContentLayout.DATA).find().filter(IngestFiles::isFile);
    Instant written = data.map(FileStat::modified).orElseGet(() -> directory.stat().modified());
    Instant noted = time(ContentLayout.UPDATED_AT).orElse(written);
    return new IngestStatus(
        ref,
        data.map(FileStat::size).orElse(0L),
        total(),
        null,
        time(ContentLayout.STARTED_AT).orElse(written),
        noted.isAfter(written) ? noted : written);
  }

  private static boolean isFile(FileStat found) {
    return found.type() == FileStat.Type.REGULAR;
  }

  /// Opens the bytes so far, or begins with none.
  OpenFile openData() {
    Entry data = directory.entry(ContentLayout.DATA);
    Optional<FileStat> there = data.find();
    if (there.filter(IngestFiles::isFile).isEmpty()) {
      data.removeTree();
      return data.createFile(FILE_MODE);
    }
    if ((there.get().mode() & 0200) == 0) {
      // A commit that failed half way made it read-only.
      data.chmod(there.get().mode() | 0200);
    }
    return data.openForWriting();
  }

  /// Moves the bytes out.
  void moveData(Entry target) {
    directory.entry(ContentLayout.DATA).renameTo(target);
  }

  /// Removes the files, the ref last, so that what a crash leaves can be aborted again.
  void remove() {
    for (FileName file : directory.list()) {
      if (!file.toString().equals(ContentLayout.REF)) {
        directory.entry(file).removeTree();
      }
    }
    directory.entry(ContentLayout.REF).removeTree();
  }

  private long total() {
    try {
      return read(ContentLayout.TOTAL).map(Long::parseLong).orElse(0L);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private Optional<Instant> time(String name) {
    try {
      return read(name).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<String> read(String name) {
    Entry entry = directory.entry(name);
    if (entry.find().filter(IngestFiles::isFile).isEmpty()) {
      return Optional.empty();
    }
    try (OpenFile file = entry.openForReading()) {
      ByteBuffer text = ByteBuffer.allocate((int) Math.min(file.stat().size(), LARGEST_TEXT));
      int got = 0;
      while (got >= 0 && text.hasRemaining()) {
        got = file.read(text, text.position());
      }
      return Optional.of(StandardCharsets.UTF_8.decode(text.flip()).toString());
    }
  }

  private void write(String name, String text) {
    Entry entry = directory.entry(name);
    entry.removeTree();
    try (OpenFile file = entry.createFile(FILE_MODE)) {
      file.write(StandardCharsets.UTF_8.encode(text));
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
