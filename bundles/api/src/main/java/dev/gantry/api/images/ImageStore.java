package dev.gantry.api.images;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The images of a namespace. An image keeps its target from collection; whether the target is
/// there is not checked. Safe for any number of threads.
@ProviderType
public interface ImageStore {
  /// NOT_FOUND when there is none of that name.
  Image get(Call call, String name);

  /// All matching images in byte order of the names.
  List<Image> list(Call call, Filter filter);

  /// INVALID_ARGUMENT when name or target are not whole, ALREADY_EXISTS when the name is taken.
  Image create(Call call, ImageDraft draft);

  /// NOT_FOUND when there is none (looked at first), INVALID_ARGUMENT for an unknown path.
  ///
  /// @param paths of the update mask: `labels`, `labels.KEY`, `target`, `annotations`,
  ///   `annotations.KEY`; none replaces all but the creation time
  Image update(Call call, ImageDraft draft, List<String> paths);

  /// NOT_FOUND when there is none, or when its target is not the given one.
  ///
  /// @param target delete only while the image points there; null for any
  /// @param sync return after a whole collection has run
  void delete(Call call, String name, @Nullable Digest target, boolean sync);
}
