package dev.gantry.grpc.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
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
import dev.gantry.api.types.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Keeps blobs in memory, for any namespace.
final class MemoryContent implements ContentStore {
  static final Instant THEN = Instant.parse("2026-01-02T03:04:05.000000006Z");

  final Map<Digest, byte[]> blobs = new ConcurrentSkipListMap<>();
  final Map<Digest, Map<String, String>> labels = new ConcurrentHashMap<>();
  final Map<String, ByteArrayOutputStream> ingests = new ConcurrentSkipListMap<>();
  final Set<String> locked = ConcurrentHashMap.newKeySet();

  /// Which threads asked for ingests.
  final Set<String> threads = ConcurrentHashMap.newKeySet();

  final AtomicInteger openReaders = new AtomicInteger();

  static Digest digest(byte[] bytes) {
    MessageDigest hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Algorithm.SHA256, hash);
  }

  Digest add(byte[] bytes) {
    Digest digest = digest(bytes);
    blobs.put(digest, bytes);
    return digest;
  }

  @Override
  public ContentInfo info(Call call, Digest digest) {
    call.namespace();
    byte[] blob = blobs.get(digest);
    if (blob == null) {
      throw Fault.NOT_FOUND.because("content " + digest);
    }
    return new ContentInfo(digest, blob.length, THEN, THEN, labels.getOrDefault(digest, Map.of()));
  }

  @Override
  public ContentInfo update(
      Call call, Digest digest, Map<String, String> given, List<String> paths) {
    Map<String, String> old = info(call, digest).labels();
    labels.put(digest, Labels.updated("labels", old, given, paths));
    return info(call, digest);
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<ContentInfo> visitor) {
    blobs.keySet().stream().map(d -> info(call, d)).filter(filter::matches).forEach(visitor);
  }

  @Override
  public void delete(Call call, Digest digest) {
    info(call, digest);
    blobs.remove(digest);
  }

  @Override
  public ContentReader reader(Call call, Digest digest) {
    info(call, digest);
    openReaders.incrementAndGet();
    byte[] blob = blobs.get(digest);
    return new ContentReader() {
      @Override
      public long size() {
        return blob.length;
      }

      @Override
      public int read(ByteBuffer into, long offset) {
        // Short reads, as a disk may do.
        int length = (int) Math.min(Math.min(into.remaining(), 300_000), blob.length - offset);
        into.put(blob, (int) offset, length);
        return length;
      }

      @Override
      public void close() {
        openReaders.decrementAndGet();
      }
    };
  }

  @Override
  public ContentWriter writer(Call call, Ingest ingest) {
    call.namespace();
    if (ingest.expected() != null && blobs.containsKey(ingest.expected())) {
      throw Fault.ALREADY_EXISTS.because("content " + ingest.expected());
    }
    if (!locked.add(ingest.ref())) {
      throw Fault.UNAVAILABLE.because("ref " + ingest.ref() + " locked");
    }
    ingests.computeIfAbsent(ingest.ref(), ref -> new ByteArrayOutputStream());
    return new Writer(ingest.ref());
  }

  @Override
  public IngestStatus status(Call call, String ref) {
    threads.add(Thread.currentThread().getName());
    ByteArrayOutputStream data = ingests.get(ref);
    if (data == null) {
      throw Fault.NOT_FOUND.because("ingest \"" + ref + "\"");
    }
    return new IngestStatus(ref, data.size(), 77, null, THEN, THEN);
  }

  @Override
  public List<IngestStatus> statuses(Call call, Filter filter) {
    threads.add(Thread.currentThread().getName());
    return ingests.keySet().stream().map(r -> status(call, r)).filter(filter::matches).toList();
  }

  @Override
  public void abort(Call call, String ref) {
    threads.add(Thread.currentThread().getName());
    status(call, ref);
    ingests.remove(ref);
  }

  private final class Writer implements ContentWriter {
    private final String ref;

    Writer(String ref) {
      this.ref = ref;
    }

    private ByteArrayOutputStream data() {
      return ingests.get(ref);
    }

    @Override
    public void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      data().writeBytes(copy);
    }

    @Override
    public Digest digest() {
      return MemoryContent.digest(data().toByteArray());
    }

    @Override
    public IngestStatus status() {
      return new IngestStatus(ref, data().size(), 0, null, THEN, THEN);
    }

    @Override
    public void truncate(long size) {
      data().reset();
    }

    @Override
    public Digest commit(Call call, Commit commit) {
      byte[] bytes = data().toByteArray();
      if (commit.size() > 0 && commit.size() != bytes.length) {
        throw Fault.FAILED_PRECONDITION.because("size");
      }
      if (commit.expected() != null && !commit.expected().equals(digest())) {
        throw Fault.FAILED_PRECONDITION.because("unexpected commit digest " + digest());
      }
      Digest digest = add(bytes);
      labels.put(digest, commit.labels());
      ingests.remove(ref);
      return digest;
    }

    @Override
    public void close() {
      locked.remove(ref);
    }
  }
}
