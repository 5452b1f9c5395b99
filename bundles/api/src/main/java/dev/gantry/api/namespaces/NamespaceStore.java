package dev.gantry.api.namespaces;

import dev.gantry.api.call.Call;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// The namespaces and their labels. A write into a namespace makes it. Safe for any number of
/// threads.
@ProviderType
public interface NamespaceStore {
  /// A namespace.
  record Namespace(String name, Map<String, String> labels) {
    public Namespace {
      labels = Map.copyOf(labels);
    }
  }

  /// The labels; none for a namespace that is not there.
  Map<String, String> labels(Call call, String name);

  /// All namespaces in byte order of the names.
  List<Namespace> list(Call call);

  /// INVALID_ARGUMENT for a malformed name, ALREADY_EXISTS when it is there.
  void create(Call call, String name, Map<String, String> labels);

  /// Changes labels; a namespace that is not there is made. INVALID_ARGUMENT for an unknown path.
  ///
  /// @param paths of the update mask: `labels.KEY` only; none replaces all labels
  void update(Call call, String name, Map<String, String> labels, List<String> paths);

  /// NOT_FOUND when there is none, FAILED_PRECONDITION while it has images, blobs, containers or
  /// snapshots.
  void delete(Call call, String name);
}
