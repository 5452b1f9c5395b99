package dev.gantry.service.images;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.types.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of whatever metadata database is there at the moment.
final class LiveImages implements ImageStore {
  private final Handle<MetadataDatabase> metadata;
  private final Handle<GarbageCollector> collector;

  LiveImages(Handle<MetadataDatabase> metadata, Handle<GarbageCollector> collector) {
    this.metadata = metadata;
    this.collector = collector;
  }

  @Override
  public Image get(Call call, String name) {
    return metadata.with(db -> db.images().get(call, name));
  }

  @Override
  public List<Image> list(Call call, Filter filter) {
    return metadata.with(db -> db.images().list(call, filter));
  }

  @Override
  public Image create(Call call, ImageDraft draft) {
    return metadata.with(db -> db.images().create(call, draft));
  }

  @Override
  public Image update(Call call, ImageDraft draft, List<String> paths) {
    return metadata.with(db -> db.images().update(call, draft, paths));
  }

  @Override
  public void delete(Call call, String name, @Nullable Digest target, boolean sync) {
    metadata.run(db -> db.images().delete(call, name, target, false));
    if (sync) {
      collector.run(gc -> gc.collect(call));
    }
  }
}
