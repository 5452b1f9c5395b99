package dev.gantry.differ;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.differ.compare.TreeComparison;
import dev.gantry.differ.mounts.OverlayChanges;
import dev.gantry.differ.mounts.Place;
import dev.gantry.differ.mounts.TemporaryMounts;
import dev.gantry.differ.stream.LayerStream;
import dev.gantry.differ.stream.Processors;
import dev.gantry.differ.unpack.Unpacker;
import dev.gantry.linux.Durability;
import dev.gantry.linux.ErrnoException;
import java.io.IOException;
import java.util.List;

/// Unpacks layers from the content store over mounts and writes the difference of mounts as a layer
/// into it.
final class WalkingDiffer implements Differ {
  private final Handle<MetadataDatabase> metadata;
  private final TemporaryMounts temporary;
  private final Processors processors;

  WalkingDiffer(
      Handle<MetadataDatabase> metadata, TemporaryMounts temporary, Processors processors) {
    this.metadata = metadata;
    this.temporary = temporary;
    this.processors = processors;
  }

  @Override
  public Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options) {
    try (var database = metadata.open()) {
      return apply(call, database.get().content(), layer, mounts, options);
    } catch (IOException | ErrnoException e) {
      throw Failures.of("cannot unpack layer " + layer.digest(), e);
    }
  }

  private Descriptor apply(
      Call call, ContentStore content, Descriptor layer, List<Mount> mounts, Apply options)
      throws IOException {
    ContentReader blob = content.reader(call, layer.digest());
    try (var stream = LayerStream.open(call, blob, layer, processors, options.payloads())) {
      try (Place place = Place.forWriting(mounts, temporary)) {
        Unpacker.unpack(call, stream.content(), place.destination());
        if (options.syncFs()) {
          Durability.syncFileSystem(place.root());
        }
      }
      return stream.descriptor();
    }
  }

  @Override
  public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
    try (var database = metadata.open()) {
      var making = new LayerMaking(call, database.get().content(), options);
      try (Place before = Place.forReading(lower, temporary);
          Place after = Place.forReading(upper, temporary)) {
        return making.make(
            new TreeComparison.Trees(
                before.root(), after.root(), OverlayChanges.directory(lower, upper)));
      }
    } catch (IOException | ErrnoException e) {
      throw Failures.of("cannot make a layer", e);
    }
  }
}
