package dev.gantry.api.containers;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/// The containers of a namespace. A container keeps its snapshot from collection and is never
/// collected itself. Safe for any number of threads.
@ProviderType
public interface ContainerStore {
  /// NOT_FOUND when there is none of that id.
  Container get(Call call, String id);

  /// Shows every matching container in byte order of the ids.
  void walk(Call call, Filter filter, Consumer<Container> visitor);

  /// INVALID_ARGUMENT when it is not whole, ALREADY_EXISTS when the id is taken. Its times are set
  /// by the store.
  Container create(Call call, Container container);

  /// NOT_FOUND when there is none, INVALID_ARGUMENT for an unknown path or what may not change.
  ///
  /// @param paths of the update mask: `labels`, `labels.KEY`, `spec`, `extensions`,
  ///   `extensions.KEY`, `image`, `snapshotkey`; none replaces them all
  Container update(Call call, Container container, List<String> paths);

  /// NOT_FOUND when there is none.
  void delete(Call call, String id);
}
