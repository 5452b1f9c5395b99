package dev.gantry.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.linux.Durability;
import dev.gantry.linux.Inodes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Keeps blobs and ingests in a directory that no other instance uses. It knows no namespaces and
/// keeps no labels.
final class LocalContentStore implements ContentStore, AutoCloseable {
  /// A client that closes a writer may open the next one before the daemon has seen that.
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Blobs blobs;
  private final Ingests ingests;
  private final RefLocks locks;
  private final InstantSource clock;
  private final ExecutorService helpers;

  private LocalContentStore(ContentLayout layout, InstantSource clock, ExecutorService helpers) {
    this.blobs = new Blobs(layout);
    this.ingests = new Ingests(layout);
    this.locks = new RefLocks(clock, PATIENCE);
    this.clock = clock;
    this.helpers = helpers;
  }

  /// Opens the store in this directory, or makes it.
  static LocalContentStore open(Path root, InstantSource clock) {
    ContentLayout layout = new ContentLayout(root);
    return DiskFaults.reporting(
        "open content store \"" + root + "\"",
        () -> {
          Durability.makeDirectories(layout.blobs(Algorithm.SHA256), 0777);
          Durability.makeDirectories(layout.ingests(), 0777);
          Inodes.separateTrees(layout.ingests());
          var threads = Thread.ofPlatform().daemon().name("content-", 0).factory();
          var store = new LocalContentStore(layout, clock, Executors.newCachedThreadPool(threads));
          store.blobs.settle();
          return store;
        });
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    return find(digest).orElseThrow(() -> Blobs.missing(digest));
  }

  private Optional<ContentInfo> find(Digest digest) {
    return DiskFaults.reporting("look for content " + digest, () -> blobs.find(digest));
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> labels, List<String> paths) {
    info(call, digest);
    throw Fault.NOT_IMPLEMENTED.because(
        "update content " + digest + ": the local store keeps no labels");
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    DiskFaults.reporting("list content", () -> blobs.walk(call, filter, visitor));
  }

  @Override
  public void delete(Call call, Digest digest) {
    DiskFaults.reporting("delete content " + digest, () -> blobs.delete(digest));
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    return blobs.reader(digest);
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    Digest expected = ingest.expected();
    if (expected != null && find(expected).isPresent()) {
      throw Fault.ALREADY_EXISTS.because("content " + expected);
    }
    RefLocks.Hold hold = locks.acquire(ingest.ref());
    boolean opened = false;
    try {
      String what = "open ref \"" + ingest.ref() + "\"";
      ContentWriter writer =
          hold.during(() -> DiskFaults.reporting(what, () -> open(call, ingest, hold)));
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        hold.close();
      }
    }
  }

  private ContentWriter open(Call call, Ingest ingest, RefLocks.Hold hold) {
    Digest expected = ingest.expected();
    Algorithm algorithm = expected == null ? Algorithm.SHA256 : expected.algorithm();
    IngestFiles files = ingests.open(ingest, clock.instant());
    DataFile data = null;
    boolean opened = false;
    try {
      data = new DataFile(files.openData(), algorithm, helpers);
      data.resume(call);
      IngestStatus status = files.status().orElseThrow(() -> Ingests.missing(ingest.ref()));
      var writer = new LocalContentWriter(ingests, blobs, clock, hold, files, data, status);
      opened = true;
      return writer;
    } finally {
      if (!opened) {
        files.close();
        if (data != null) {
          data.close();
        }
      }
    }
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    return DiskFaults.reporting("look for ref \"" + ref + "\"", () -> ingests.find(ref))
        .orElseThrow(() -> Ingests.missing(ref));
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    return DiskFaults.reporting("list ingests", ingests::all).stream()
        .filter(filter::matches)
        .toList();
  }

  @Override
  public void abort(Call call, String ref) {
    locks.takeAway(
        ref, () -> DiskFaults.reporting("abort ref \"" + ref + "\"", () -> ingests.remove(ref)));
  }

  /// Ends the helper threads. Readers and writers are closed by who opened them.
  @Override
  public void close() {
    helpers.shutdown();
  }
}
