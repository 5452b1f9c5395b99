package dev.gantry.api.containers;

import dev.gantry.api.filters.Filterable;
import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The record of a container. Typed values are kept byte for byte.
///
/// @param image name, empty when there is none
/// @param spec what the runtime gets; absent only in an update that does not touch it
/// @param snapshotter empty when there is no snapshot
/// @param snapshotKey of the root file system, empty when there is none
/// @param sandbox id of the sandbox it belongs to, empty when there is none
public record Container(
    String id,
    Map<String, String> labels,
    String image,
    RuntimeInfo runtime,
    @Nullable TypedValue spec,
    String snapshotter,
    String snapshotKey,
    Map<String, TypedValue> extensions,
    String sandbox,
    Instant createdAt,
    Instant updatedAt)
    implements Filterable {
  public Container {
    labels = Map.copyOf(labels);
    extensions = Map.copyOf(extensions);
  }

  /// The runtime of a container.
  ///
  /// @param name such as `io.containerd.runc.v2`
  /// @param options for the runtime alone
  public record RuntimeInfo(String name, @Nullable TypedValue options) {}

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "id" -> Optional.of(id);
      case "runtime" ->
          path.equals(List.of("runtime", "name")) ? Optional.of(runtime.name()) : Optional.empty();
      case "image" -> Optional.of(image);
      case "labels" -> Filterable.entry(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
