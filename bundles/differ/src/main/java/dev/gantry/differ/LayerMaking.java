package dev.gantry.differ;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.compress.Compression;
import dev.gantry.differ.compare.ChangeWriter;
import dev.gantry.differ.compare.TreeComparison;
import dev.gantry.differ.stream.ContentOutput;
import dev.gantry.differ.stream.DigestOutput;
import dev.gantry.differ.stream.MediaTypes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// Makes a layer of two trees in the content store.
final class LayerMaking {
  private static final int BUFFER = 64 * 1024;
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";

  private final Call call;
  private final ContentStore content;
  private final Compare options;
  private final String mediaType;
  private final Compression compression;

  /// @throws GantryException NOT_IMPLEMENTED for a media type that is not made here
  LayerMaking(Call call, ContentStore content, Compare options) {
    this.call = call;
    this.content = content;
    this.options = options;
    this.mediaType =
        options.mediaType().isEmpty() ? MediaTypes.LAYER + "+gzip" : options.mediaType();
    this.compression =
        MediaTypes.writing(mediaType)
            .orElseThrow(
                () -> Fault.NOT_IMPLEMENTED.because("unsupported diff media type: " + mediaType));
  }

  Descriptor make(TreeComparison.Trees trees) throws IOException {
    String ref = options.ref().isEmpty() ? "diff-" + UUID.randomUUID() : options.ref();
    boolean done = false;
    try (ContentWriter writer = content.writer(call, new Ingest(ref))) {
      if (writer.status().offset() > 0) {
        writer.truncate(0);
      }
      Descriptor made = make(writer, trees);
      done = true;
      return made;
    } finally {
      if (!done && options.ref().isEmpty()) {
        abort(ref);
      }
    }
  }

  private Descriptor make(ContentWriter writer, TreeComparison.Trees trees) throws IOException {
    Map<String, String> labels = new HashMap<>(options.labels());
    Digest plain = write(writer, trees);
    if (compression != Compression.NONE) {
      labels.put(UNCOMPRESSED, plain.toString());
    }
    Digest digest = writer.digest();
    try {
      writer.commit(call, new Commit(0, digest, labels));
    } catch (GantryException e) {
      if (e.fault() != Fault.ALREADY_EXISTS) {
        throw e;
      }
    }
    ContentInfo info = content.info(call, digest);
    String label = labels.get(UNCOMPRESSED);
    if (label != null && !info.labels().containsKey(UNCOMPRESSED)) {
      content.update(call, digest, Map.of(UNCOMPRESSED, label), List.of("labels." + UNCOMPRESSED));
    }
    return new Descriptor(mediaType, digest, info.size());
  }

  /// @return digest before compression
  private Digest write(ContentWriter writer, TreeComparison.Trees trees) throws IOException {
    try (OutputStream target = compression.compress(new ContentOutput(call, writer));
        var digested = new DigestOutput(target);
        var plain = new BufferedOutputStream(digested, BUFFER)) {
      TreeComparison.compare(call, trees, new ChangeWriter(call, plain, times()));
      plain.flush();
      return digested.digest();
    }
  }

  private ChangeWriter.Times times() {
    Instant latest = options.sourceDateEpoch();
    return new ChangeWriter.Times(latest, Objects.requireNonNullElse(latest, Instant.EPOCH));
  }

  /// What led here is what the caller needs to know.
  private void abort(String ref) {
    try {
      content.abort(call, ref);
    } catch (GantryException e) {
      System.getLogger(LayerMaking.class.getName())
          .log(System.Logger.Level.DEBUG, "cannot abort ref=" + ref, e);
    }
  }
}
