package dev.gantry.contracts.diff;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/// What the rules of layers are tried on, and how they get them in and out.
interface DifferSubject {
  String TAR = "application/vnd.oci.image.layer.v1.tar";
  String GZIP = TAR + "+gzip";
  String ZSTD = TAR + "+zstd";
  String DOCKER = "application/vnd.docker.image.rootfs.diff.tar";

  Differ differ();

  ContentStore content();

  Call call();

  /// Where trees and mounts are made.
  Path scratch();

  static Digest digest(byte[] bytes) {
    var hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Algorithm.SHA256, hash);
  }

  /// Puts a layer into the content store; one that is there already will do.
  default Descriptor layer(String mediaType, byte[] bytes) {
    Descriptor layer = new Descriptor(mediaType, digest(bytes), bytes.length);
    Ingest ingest = new Ingest("layer-" + UUID.randomUUID());
    try (ContentWriter writer = content().writer(call(), ingest)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(call(), new Commit(bytes.length, layer.digest(), Map.of()));
    } catch (GantryException e) {
      if (e.fault() != Fault.ALREADY_EXISTS) {
        throw e;
      }
    }
    return layer;
  }

  /// Unpacks an archive of these entries.
  default Descriptor apply(Ground ground, TarEntry... entries) {
    return apply(ground, layer(TAR, Tar.of(entries)));
  }

  default Descriptor apply(Ground ground, Descriptor layer) {
    return differ().apply(call(), layer, ground.mounts(), Apply.PLAIN);
  }

  /// The bytes of a blob.
  default byte[] read(Descriptor blob) {
    ByteBuffer buffer = ByteBuffer.allocate((int) blob.size());
    try (ContentReader reader = content().reader(call(), blob.digest())) {
      while (buffer.hasRemaining() && reader.read(buffer, buffer.position()) > 0) {
        // until it is full
      }
    }
    return buffer.array();
  }
}
