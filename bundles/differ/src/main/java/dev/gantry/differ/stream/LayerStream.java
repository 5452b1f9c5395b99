package dev.gantry.differ.stream;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Descriptor;
import dev.gantry.compress.Compression;
import dev.gantry.compress.ReadAhead;
import java.io.IOException;
import java.io.InputStream;

/// A layer without its compression. Decompressing and digesting run on threads of their own, a
/// bounded way ahead of the reader.
public final class LayerStream implements AutoCloseable {
  private final DigestInput digested;
  private final ReadAhead content;

  private LayerStream(DigestInput digested, ReadAhead content) {
    this.digested = digested;
    this.content = content;
  }

  /// @param blob closed with the stream, or when this fails
  public static LayerStream open(Call call, ContentReader blob, Descriptor layer)
      throws IOException {
    InputStream source = new BlobInput(call, blob);
    try {
      MediaTypes.Reading reading =
          MediaTypes.reading(layer.mediaType())
              .orElseThrow(
                  () -> Fault.UNKNOWN.because("no processor for media-type: " + layer.mediaType()));
      InputStream plain =
          switch (reading) {
            case PLAIN -> source;
            case DETECT -> Compression.detect(source).decompress();
          };
      var digested = new DigestInput(ReadAhead.start(plain, "layer-decompress"));
      return new LayerStream(digested, ReadAhead.start(digested, "layer-digest"));
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /// The bytes of the layer.
  public InputStream content() {
    return content;
  }

  /// What the layer was, once it has been read to its end.
  public Descriptor descriptor() {
    return new Descriptor(MediaTypes.LAYER, digested.digest(), digested.size());
  }

  /// Ends the threads.
  @Override
  public void close() throws IOException {
    content.close();
  }
}
