package dev.gantry.differ;

import dev.gantry.api.call.Call;
import dev.gantry.api.config.Configuration.StreamProcessor;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.compress.Compression;
import dev.gantry.differ.mounts.TemporaryMounts;
import dev.gantry.differ.stream.Processors;
import dev.gantry.differ.unpack.Removal;
import dev.gantry.linux.Mounts;
import dev.gantry.linux.mounts.MountInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A differ with a real content store in a directory of its own, and mounts that end with it.
public final class Lab implements AutoCloseable {
  public static final Call CALL = Call.DAEMON.in("lab");
  public static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  public final Path temp;
  public final LabelledContent content;
  public final WalkingDiffer differ;

  public Lab() throws IOException {
    this(List.of());
  }

  public Lab(List<StreamProcessor> processors) throws IOException {
    temp = Files.createTempDirectory("differ-test").toRealPath();
    content = LabelledContent.in(temp.resolve("content"));
    differ =
        new WalkingDiffer(
            new FixedDatabase(content),
            new TemporaryMounts(temp.resolve("tmpmounts")),
            new Processors(processors, temp.resolve("payloads")));
  }

  public Path directory(String name) throws IOException {
    return Files.createDirectories(temp.resolve(name));
  }

  /// The mounts that a native snapshotter gives for a directory.
  public static List<Mount> bind(Path root) {
    return List.of(new Mount("bind", root.toString(), List.of("rbind", "rw")));
  }

  /// The mounts that an overlay snapshotter gives.
  public List<Mount> overlay(String upper, String... lowers) throws IOException {
    var paths = new ArrayList<String>();
    for (String lower : lowers) {
      paths.add(directory(lower).toString());
    }
    return List.of(
        new Mount(
            "overlay",
            "overlay",
            List.of(
                "workdir=" + directory(upper + "-work"),
                "upperdir=" + directory(upper),
                "lowerdir=" + String.join(":", paths),
                "index=off")));
  }

  /// Mounts for the time of the test.
  public Path mount(String name, List<Mount> mounts) throws IOException {
    Path target = directory(name);
    for (Mount mount : mounts) {
      Mounts.mount(mount.type(), mount.source(), target, mount.options());
    }
    return target;
  }

  public Descriptor put(String mediaType, byte[] bytes) {
    Digest digest = digest(bytes);
    try (ContentWriter writer = content.writer(CALL, new Ingest("put-" + digest + mediaType))) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(CALL, new Commit(bytes.length, digest));
    } catch (GantryException e) {
      if (e.fault() != Fault.ALREADY_EXISTS) {
        throw e;
      }
    }
    return new Descriptor(mediaType, digest, bytes.length);
  }

  public static Digest digest(byte[] bytes) {
    MessageDigest hash = Digest.Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }

  public byte[] read(Digest digest) {
    try (ContentReader reader = content.reader(CALL, digest)) {
      ByteBuffer all = ByteBuffer.allocate((int) reader.size());
      while (all.hasRemaining()) {
        reader.read(all, all.position());
      }
      return all.array();
    }
  }

  public Descriptor apply(byte[] archive, List<Mount> mounts) {
    return differ.apply(CALL, put(TAR, archive), mounts, Apply.PLAIN);
  }

  public Descriptor apply(Archive archive, List<Mount> mounts) {
    return apply(archive.bytes(), mounts);
  }

  public static byte[] compressed(Compression compression, byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var stream = compression.compress(out)) {
      stream.write(bytes);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    MountInfo.all().reversed().stream()
        .map(MountInfo::target)
        .filter(target -> target.startsWith(temp))
        .forEach(target -> Mounts.unmount(target, Mounts.Unmount.DETACH));
    content.close();
    Removal.removeTree(temp);
  }
}
