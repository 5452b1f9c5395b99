package dev.gantry.differ.stream;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.TypedValue;
import dev.gantry.compress.Compression;
import dev.gantry.compress.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A layer without its compression, and without whatever else stream processors take away.
/// Decompressing and digesting run on threads of their own, a bounded way ahead of the reader.
public final class LayerStream implements AutoCloseable {
  private static final int MOST_PROCESSORS = 16;

  private final Call call;
  private final Processors processors;
  private final Map<String, TypedValue> payloads;
  private final List<ExternalStream> running = new ArrayList<>();
  private final DigestInput digested;
  private final ReadAhead content;

  private LayerStream(
      Call call,
      Processors processors,
      Map<String, TypedValue> payloads,
      ContentReader blob,
      String mediaType)
      throws IOException {
    this.call = call;
    this.processors = processors;
    this.payloads = payloads;
    InputStream plain = plain(new BlobInput(call, blob), mediaType);
    this.digested = new DigestInput(ReadAhead.start(plain, "layer-decompress"));
    this.content = ReadAhead.start(digested, "layer-digest");
  }

  /// Begins to read a layer.
  ///
  /// @param blob closed with the stream, or when this fails
  /// @param payloads for stream processors, by their id
  public static LayerStream open(
      Call call,
      ContentReader blob,
      Descriptor layer,
      Processors processors,
      Map<String, TypedValue> payloads)
      throws IOException {
    return new LayerStream(call, processors, payloads, blob, layer.mediaType());
  }

  private InputStream plain(InputStream blob, String blobType) throws IOException {
    InputStream stream = blob;
    String type = blobType;
    try {
      Optional<Processors.Step> step = step(type);
      while (step.isPresent()) {
        var output = ExternalStream.start(call, step.get(), stream, processors.scratch());
        running.add(output);
        stream = output;
        type = step.get().processor().returns();
        step = type.equals(MediaTypes.LAYER) ? Optional.empty() : step(type);
      }
      return decompressed(stream, type);
    } catch (IOException | RuntimeException e) {
      running.forEach(ExternalStream::kill);
      stream.close();
      throw e;
    }
  }

  private Optional<Processors.Step> step(String type) {
    Optional<Processors.Step> step =
        processors.accepting(type).map(found -> Processors.Step.of(found, type, payloads));
    if (step.isPresent() && running.size() == MOST_PROCESSORS) {
      throw Fault.UNKNOWN.because("stream processors lead from media-type to media-type: " + type);
    }
    return step;
  }

  private static InputStream decompressed(InputStream stream, String type) throws IOException {
    MediaTypes.Reading reading =
        MediaTypes.reading(type)
            .orElseThrow(() -> Fault.UNKNOWN.because("no processor for media-type: " + type));
    return switch (reading) {
      case PLAIN -> stream;
      case DETECT -> Compression.detect(stream).decompress();
    };
  }

  /// The bytes of the layer.
  public InputStream content() {
    return content;
  }

  /// What the layer was, once it has been read to its end.
  public Descriptor descriptor() {
    return new Descriptor(MediaTypes.LAYER, digested.digest(), digested.size());
  }

  /// Ends programs and threads.
  @Override
  public void close() throws IOException {
    running.forEach(ExternalStream::kill);
    content.close();
  }
}
