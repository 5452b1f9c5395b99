package dev.gantry.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Durability;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The finished blobs. One is there for others only when it would survive a power failure.
final class Blobs {
  private final ContentLayout layout;
  private final ReentrantLock moving = new ReentrantLock();
  // Has its name already, which is not forced yet; changed under the lock.
  private volatile @Nullable Digest unforced;

  Blobs(ContentLayout layout) {
    this.layout = layout;
  }

  /// Forces what a killed process may have left unforced.
  void settle() {
    for (Algorithm algorithm : Algorithm.values()) {
      open(algorithm)
          .ifPresent(
              place -> {
                try (place) {
                  place.force();
                }
              });
    }
  }

  Optional<ContentInfo> find(Digest digest) {
    return open(digest.algorithm())
        .flatMap(
            place -> {
              try (place) {
                return find(place, digest);
              }
            });
  }

  private Optional<ContentInfo> find(Directory place, Digest digest) {
    return place
        .entry(digest.hex())
        .find()
        // Asked after the look-up, as it changes only after a force.
        .filter(found -> found.type() == FileStat.Type.REGULAR && !digest.equals(unforced))
        .map(found -> info(digest, found));
  }

  private static ContentInfo info(Digest digest, FileStat found) {
    return new ContentInfo(digest, found.size(), found.modified(), found.accessed(), Map.of());
  }

  void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    for (Algorithm algorithm : Algorithm.values()) {
      Optional<Directory> opened = open(algorithm);
      if (opened.isPresent()) {
        try (Directory place = opened.get()) {
          for (Digest digest : digests(algorithm, place)) {
            call.check();
            find(place, digest).filter(filter::matches).ifPresent(visitor);
          }
        }
      }
    }
  }

  /// In order, without what is no blob's name.
  private static List<Digest> digests(Algorithm algorithm, Directory place) {
    return place.list().stream()
        .sorted()
        .<Digest>mapMulti((name, next) -> parse(algorithm, name).ifPresent(next))
        .toList();
  }

  private static Optional<Digest> parse(Algorithm algorithm, FileName name) {
    try {
      return Optional.of(new Digest(algorithm, name.toString()));
    } catch (GantryException foreign) {
      return Optional.empty();
    }
  }

  ContentReader reader(Digest digest) {
    if (digest.equals(unforced)) {
      throw missing(digest);
    }
    return BlobReader.open(digest, layout.blob(digest));
  }

  void delete(Digest digest) {
    Directory place = open(digest.algorithm()).orElseThrow(() -> missing(digest));
    try (place) {
      place.entry(digest.hex()).remove();
    } catch (ErrnoException e) {
      throw e.is(Errno.ENOENT) ? missing(digest) : e;
    }
  }

  static GantryException missing(Digest digest) {
    return Fault.NOT_FOUND.because("content " + digest);
  }

  /// Gives the bytes of an ingest, which are forced, the name of a blob, and returns once that
  /// survives a power failure, too.
  ///
  /// @return false when the blob was there already; the bytes are left
  boolean adopt(IngestFiles ingest, Digest digest) {
    moving.lock();
    try (Directory place = make(digest.algorithm())) {
      if (place.entry(digest.hex()).find().isPresent()) {
        return false;
      }
      unforced = digest;
      ingest.moveData(place.entry(digest.hex()));
      forceOrRemove(place, digest);
      return true;
    } finally {
      unforced = null;
      moving.unlock();
    }
  }

  private static void forceOrRemove(Directory place, Digest digest) {
    try {
      place.force();
    } catch (ErrnoException e) {
      place.entry(digest.hex()).removeTree();
      throw e;
    }
  }

  private Directory make(Algorithm algorithm) {
    return open(algorithm)
        .orElseGet(
            () -> {
              Durability.makeDirectories(layout.blobs(algorithm), 0777);
              return Directory.open(layout.blobs(algorithm));
            });
  }

  private Optional<Directory> open(Algorithm algorithm) {
    try {
      return Optional.of(Directory.open(layout.blobs(algorithm)));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
