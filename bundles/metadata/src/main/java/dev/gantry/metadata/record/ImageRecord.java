package dev.gantry.metadata.record;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.images.Image;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import java.time.Instant;
import java.util.Map;

/// An image in a namespace; its name is that of the record.
public record ImageRecord(
    Descriptor target, Instant createdAt, Instant updatedAt, Map<String, String> labels) {
  public ImageRecord {
    labels = Map.copyOf(labels);
  }

  public Image named(String name) {
    return new Image(name, labels, target, createdAt, updatedAt);
  }

  public static ImageRecord of(Fields in) {
    try {
      Descriptor target =
          new Descriptor(in.text(1), Digest.parse(in.text(2)), in.number(3), in.texts(4));
      return new ImageRecord(target, in.time(5), in.time(6), in.texts(7));
    } catch (GantryException e) {
      throw new DamagedRecordException(String.valueOf(e.getMessage()));
    }
  }

  public byte[] toBytes() {
    return new Encoder()
        .text(1, target.mediaType())
        .text(2, target.digest().toString())
        .number(3, target.size())
        .texts(4, target.annotations())
        .time(5, createdAt)
        .time(6, updatedAt)
        .texts(7, labels)
        .toBytes();
  }
}
