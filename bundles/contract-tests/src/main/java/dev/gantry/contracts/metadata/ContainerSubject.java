package dev.gantry.contracts.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the rules of containers are tried on, and how they make them.
interface ContainerSubject {
  Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  ContainerStore containers();

  Call call();

  static TypedValue value(String text) {
    return new TypedValue("types.example/" + text, text.getBytes(UTF_8));
  }

  /// A container to be changed word by word.
  ///
  /// @param spec may be absent, which is a fault on creation
  record Draft(
      String id,
      Map<String, String> labels,
      String image,
      RuntimeInfo runtime,
      @Nullable TypedValue spec,
      String snapshotter,
      String snapshotKey,
      Map<String, TypedValue> extensions) {
    static Draft of(String id) {
      return new Draft(
          id,
          Map.of(),
          "image",
          new RuntimeInfo("io.containerd.runc.v2", null),
          value("spec"),
          "overlayfs",
          "key",
          Map.of());
    }

    Draft labels(Map<String, String> changed) {
      return new Draft(id, changed, image, runtime, spec, snapshotter, snapshotKey, extensions);
    }

    Draft image(String changed) {
      return new Draft(id, labels, changed, runtime, spec, snapshotter, snapshotKey, extensions);
    }

    Draft runtime(String changed) {
      return new Draft(
          id,
          labels,
          image,
          new RuntimeInfo(changed, null),
          spec,
          snapshotter,
          snapshotKey,
          extensions);
    }

    Draft spec(@Nullable TypedValue changed) {
      return new Draft(id, labels, image, runtime, changed, snapshotter, snapshotKey, extensions);
    }

    Draft snapshot(String changedSnapshotter, String changedKey) {
      return new Draft(
          id, labels, image, runtime, spec, changedSnapshotter, changedKey, extensions);
    }

    Draft extensions(Map<String, TypedValue> changed) {
      return new Draft(id, labels, image, runtime, spec, snapshotter, snapshotKey, changed);
    }

    Container container() {
      return new Container(
          id,
          labels,
          image,
          runtime,
          spec,
          snapshotter,
          snapshotKey,
          extensions,
          "",
          NO_TIME,
          NO_TIME);
    }
  }

  default Container create(Draft draft) {
    return containers().create(call(), draft.container());
  }

  default Container create(String id) {
    return create(Draft.of(id));
  }

  default Container get(String id) {
    return containers().get(call(), id);
  }

  /// The ids of all containers that match, as the store shows them.
  default List<String> list(String... filters) {
    List<String> ids = new ArrayList<>();
    containers().walk(call(), Filter.parse(List.of(filters)), (Container c) -> ids.add(c.id()));
    return ids;
  }
}
