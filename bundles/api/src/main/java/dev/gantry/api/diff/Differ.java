package dev.gantry.api.diff;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import java.util.List;

/// Turns layers into trees and trees into layers. Blobs come from and go to the content of the
/// call's namespace. Safe for any number of threads.
///
/// NOT_IMPLEMENTED means that this differ cannot do this request and the next may be asked; any
/// other fault ends it.
public interface Differ {
  /// Unpacks a layer over mounts.
  ///
  /// @param layer NOT_FOUND when its blob is not there
  /// @return media type, size and digest of the uncompressed layer
  Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options);

  /// Writes what changed from `lower` to `upper` as a layer.
  ///
  /// @return the blob, committed
  Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options);
}
