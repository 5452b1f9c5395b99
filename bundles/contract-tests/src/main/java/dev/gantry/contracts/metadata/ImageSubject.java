package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.util.List;
import java.util.Map;

/// What the rules of images are tried on, and how they make them.
interface ImageSubject {
  String TYPE = "application/vnd.oci.image.manifest.v1+json";

  ImageStore images();

  Call call();

  /// A digest that depends on nothing but the text.
  static Digest digest(String text) {
    return new Digest(Algorithm.SHA256, "%064x".formatted(Integer.toUnsignedLong(text.hashCode())));
  }

  static Descriptor target(String text) {
    return new Descriptor(TYPE, digest(text), 100, Map.of("of", text));
  }

  static ImageDraft draft(String name, Map<String, String> labels) {
    return new ImageDraft(name, labels, target(name), null);
  }

  default Image create(String name, Map<String, String> labels) {
    return images().create(call(), draft(name, labels));
  }

  default Image create(String name) {
    return create(name, Map.of());
  }

  default Image get(String name) {
    return images().get(call(), name);
  }

  /// The names of all images that match, as the store shows them.
  default List<String> list(String... filters) {
    return images().list(call(), Filter.parse(List.of(filters))).stream().map(Image::name).toList();
  }
}
