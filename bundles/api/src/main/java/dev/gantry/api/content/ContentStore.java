package dev.gantry.api.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Keeps blobs by their digest and takes in new ones.
///
/// A blob comes to be through an *ingest*: a writer is opened under a ref, bytes are appended, and a
/// commit turns them into a blob of the digest they have. Until then the ingest survives the writer
/// and the daemon, and a later writer of the same ref goes on where the bytes end. At most one
/// writer is open for a ref. Once a commit returned, the blob survives power loss; a blob is never
/// seen half written.
///
/// The local store knows no namespaces and keeps no labels; the metadata's store does both for the
/// namespace of the call. Safe for any number of threads; readers and writers are each used by one
/// thread at a time and closed by whoever opened them. Faults are [GantryException]s of the class
/// each method names.
///
/// [GantryException]: dev.gantry.api.errors.GantryException
public interface ContentStore {
  /// What is known of a blob; NOT_FOUND when it is not there.
  ContentInfo info(Call call, Digest digest);

  /// Changes the labels of a blob and returns what is known then.
  ///
  /// @param paths of the update mask: `labels`, `labels.KEY`; none replaces all labels
  ContentInfo update(Call call, Digest digest, Map<String, String> labels, List<String> paths);

  /// Shows every matching blob, in byte order of the digests. What is added or removed meanwhile
  /// may or may not be shown.
  void walk(Call call, Filter filter, Consumer<ContentInfo> visitor);

  /// Removes a blob; NOT_FOUND when it is not there. Open readers go on reading.
  void delete(Call call, Digest digest);

  /// Opens a blob; NOT_FOUND when it is not there.
  ContentReader reader(Call call, Digest digest);

  /// Opens an ingest, new or begun before. ALREADY_EXISTS when the expected blob is there,
  /// UNAVAILABLE while another writer has the ref.
  ContentWriter writer(Call call, Ingest ingest);

  /// How far an ingest is; NOT_FOUND when there is none.
  IngestStatus status(Call call, String ref);

  /// All matching ingests.
  List<IngestStatus> statuses(Call call, Filter filter);

  /// Forgets an ingest and its bytes; NOT_FOUND when there is none.
  void abort(Call call, String ref);
}
