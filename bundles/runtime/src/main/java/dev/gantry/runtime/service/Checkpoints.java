package dev.gantry.runtime.service;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Checkpoint;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Checkpoints as blobs. Their images are a plain tar archive, so whoever makes and unpacks layers
/// does this, too, with all that it knows of hostile archives.
record Checkpoints(Handle<MetadataDatabase> metadata, Handle<Differ> differ) {
  private static final String IMAGES =
      "application/vnd.containerd.container.criu.checkpoint.criu.tar";
  private static final String SPEC =
      "application/vnd.containerd.container.checkpoint.config.v1+proto";
  private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
  private static final String PLACE = "RestoreFromPath";

  /// Where a task is restored from.
  ///
  /// @throws GantryException UNKNOWN for what is no checkpoint
  Checkpoint read(Call call, Descriptor checkpoint) {
    String place = checkpoint.annotations().getOrDefault(PLACE, "");
    if (!place.isEmpty()) {
      return own -> Path.of(place);
    }
    if (!checkpoint.mediaType().equals(IMAGES)) {
      throw Fault.UNKNOWN.because("unsupported checkpoint type \"" + checkpoint.mediaType() + "\"");
    }
    Descriptor layer = new Descriptor(TAR, checkpoint.digest(), checkpoint.size());
    return own -> unpack(call, layer, own);
  }

  private Path unpack(Call call, Descriptor layer, Path own) {
    try {
      differ.run(d -> d.apply(call, layer, List.of(bind(own, "rw")), Apply.PLAIN));
      return own;
    } catch (GantryException e) {
      // Clients would take this for the container's absence.
      throw e.fault() == Fault.NOT_FOUND
          ? Fault.UNKNOWN.because("checkpoint " + layer.digest() + " is not there", e)
          : e;
    }
  }

  /// Keeps the images that are in a directory, and the spec of their container.
  List<Descriptor> write(Call call, Path images, TypedValue spec) {
    Compare options = new Compare(TAR, "", Map.of(), null);
    Descriptor tar =
        differ.with(d -> d.compare(call, List.of(), List.of(bind(images, "ro")), options));
    return List.of(
        new Descriptor(IMAGES, tar.digest(), tar.size()),
        metadata.with(database -> write(call, database.content(), spec)));
  }

  private static Mount bind(Path directory, String mode) {
    return new Mount("bind", directory.toString(), "", List.of("rbind", mode));
  }

  private static Descriptor write(Call call, ContentStore content, TypedValue spec) {
    byte[] bytes =
        Any.newBuilder()
            .setTypeUrl(spec.typeUrl())
            .setValue(UnsafeByteOperations.unsafeWrap(spec.value()))
            .build()
            .toByteArray();
    String ref = "checkpoint-" + UUID.randomUUID();
    try (ContentWriter writer = content.writer(call, new Ingest(ref))) {
      writer.write(ByteBuffer.wrap(bytes));
      Digest digest = writer.digest();
      try {
        writer.commit(call, new Commit(bytes.length, digest));
      } catch (GantryException e) {
        if (e.fault() != Fault.ALREADY_EXISTS) {
          throw e;
        }
      }
      return new Descriptor(SPEC, digest, bytes.length);
    }
  }
}
