package dev.gantry.content;

import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;

/// Where everything lies below the root of the store. Knows names only, touches no disk.
record ContentLayout(Path root) {
  /// In an ingest: the bytes so far.
  static final String DATA = "data";

  /// In an ingest: the ref, in UTF-8. What makes the directory an ingest.
  static final String REF = "ref";

  /// In an ingest: when it was begun, in RFC 3339.
  static final String STARTED_AT = "startedat";

  /// In an ingest: when it was last written to, in RFC 3339.
  static final String UPDATED_AT = "updatedat";

  /// In an ingest: the announced size in decimal; absent when unknown.
  static final String TOTAL = "total";

  Path blobs() {
    return root.resolve("blobs");
  }

  Path blobs(Algorithm algorithm) {
    return blobs().resolve(algorithm.id());
  }

  Path blob(Digest digest) {
    return blobs(digest.algorithm()).resolve(digest.hex());
  }

  Path ingests() {
    return root.resolve("ingest");
  }

  /// The name of the directory for a ref, which itself may hold any character.
  static String ingestName(String ref) {
    MessageDigest hash = Algorithm.SHA256.newHash();
    hash.update(ref.getBytes(StandardCharsets.UTF_8));
    return Digest.of(Algorithm.SHA256, hash).hex();
  }
}
