package dev.gantry.store.snapshots;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// The bytes of a stored snapshot. The first one says how the rest is to be read.
final class SnapshotCodec {
  private static final int FORMAT = 1;
  private static final int VIEW = 1;
  private static final int ACTIVE = 2;
  private static final int COMMITTED = 3;

  private SnapshotCodec() {}

  static byte[] encode(StoredSnapshot snapshot) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SnapshotInfo info = snapshot.info();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeByte(
          switch (info.kind()) {
            case VIEW -> VIEW;
            case ACTIVE -> ACTIVE;
            case COMMITTED -> COMMITTED;
          });
      text(out, snapshot.id());
      text(out, info.parent());
      time(out, info.createdAt());
      time(out, info.updatedAt());
      out.writeLong(snapshot.usage().size());
      out.writeLong(snapshot.usage().inodes());
      out.writeInt(info.labels().size());
      for (Map.Entry<String, String> label : new TreeMap<>(info.labels()).entrySet()) {
        text(out, label.getKey());
        text(out, label.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static StoredSnapshot decode(String name, byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int format = in.readByte();
      if (format != FORMAT) {
        throw Fault.FAILED_PRECONDITION.because(
            "snapshot \"%s\" has format %d, this version reads %d: use the version that wrote it"
                .formatted(name, format, FORMAT));
      }
      Kind kind = kind(in.readByte(), name);
      String id = text(in);
      String parent = text(in);
      Instant created = time(in);
      Instant updated = time(in);
      Usage usage = new Usage(in.readLong(), in.readLong());
      Map<String, String> labels = new TreeMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        labels.put(text(in), text(in));
      }
      return new StoredSnapshot(
          id, new SnapshotInfo(kind, name, parent, labels, created, updated), usage);
    } catch (IOException e) {
      throw Fault.DATA_LOSS.because("what is stored of snapshot \"" + name + "\" ends early", e);
    }
  }

  private static Kind kind(int code, String name) {
    return switch (code) {
      case VIEW -> Kind.VIEW;
      case ACTIVE -> Kind.ACTIVE;
      case COMMITTED -> Kind.COMMITTED;
      default -> throw Fault.DATA_LOSS.because("snapshot \"" + name + "\" is of kind " + code);
    };
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static void time(DataOutputStream out, Instant time) throws IOException {
    out.writeLong(time.getEpochSecond());
    out.writeInt(time.getNano());
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.ofEpochSecond(in.readLong(), in.readInt());
  }
}
