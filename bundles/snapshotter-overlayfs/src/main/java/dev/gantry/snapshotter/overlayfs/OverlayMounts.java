package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.types.Mount;
import dev.gantry.store.snapshots.Layers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What is to be mounted for a snapshot. Knows names only, touches no disk. Order and words of the
/// options are those that clients of the reference see.
///
/// @param directories of the snapshots by their ids
/// @param options at the end of every overlay mount
/// @param mapsIds whether mounts may shift owners
record OverlayMounts(Function<String, Path> directories, List<String> options, boolean mapsIds) {
  static final String UID_MAPPING = "containerd.io/snapshot/uidmapping";
  static final String GID_MAPPING = "containerd.io/snapshot/gidmapping";

  /// Where the changes of a snapshot are.
  Path fs(String id) {
    return directories.apply(id).resolve("fs");
  }

  /// What the kernel works in for an active snapshot.
  Path work(String id) {
    return directories.apply(id).resolve("work");
  }

  List<Mount> of(Layers layers, Map<String, String> labels) {
    List<String> words = mapping(labels);
    List<String> parents = layers.parentIds();
    boolean view = layers.kind() == Kind.VIEW;
    if (parents.isEmpty() || (view && parents.size() == 1)) {
      String shown = parents.isEmpty() ? layers.id() : parents.getFirst();
      words.add(view ? "ro" : "rw");
      words.add("rbind");
      return List.of(new Mount("bind", fs(shown).toString(), words));
    }
    if (!view) {
      words.add("workdir=" + work(layers.id()));
      words.add("upperdir=" + fs(layers.id()));
    }
    words.add(lower(parents));
    words.addAll(options);
    return List.of(new Mount("overlay", "overlay", words));
  }

  private List<String> mapping(Map<String, String> labels) {
    List<String> words = new ArrayList<>();
    if (mapsIds) {
      Optional.ofNullable(labels.get(UID_MAPPING)).ifPresent(map -> words.add("uidmap=" + map));
      Optional.ofNullable(labels.get(GID_MAPPING)).ifPresent(map -> words.add("gidmap=" + map));
    }
    return words;
  }

  private String lower(List<String> parents) {
    return parents.stream()
        .map(parent -> fs(parent).toString())
        .collect(Collectors.joining(":", "lowerdir=", ""));
  }
}
