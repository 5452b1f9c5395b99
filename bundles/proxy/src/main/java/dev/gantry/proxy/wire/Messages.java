package dev.gantry.proxy.wire;

import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import java.util.List;

/// The messages that several services share, and what they are in the api.
public final class Messages {
  private Messages() {}

  public static Instant time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  public static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  public static TypedValue value(Any any) {
    return new TypedValue(any.getTypeUrl(), any.getValue().toByteArray());
  }

  public static Any value(TypedValue value) {
    return Any.newBuilder()
        .setTypeUrl(value.typeUrl())
        .setValue(UnsafeByteOperations.unsafeWrap(value.value()))
        .build();
  }

  public static Descriptor descriptor(dev.gantry.proto.types.Descriptor descriptor) {
    return new Descriptor(
        descriptor.getMediaType(),
        Digest.parse(descriptor.getDigest()),
        descriptor.getSize(),
        descriptor.getAnnotationsMap());
  }

  public static dev.gantry.proto.types.Descriptor descriptor(Descriptor descriptor) {
    return dev.gantry.proto.types.Descriptor.newBuilder()
        .setMediaType(descriptor.mediaType())
        .setDigest(descriptor.digest().toString())
        .setSize(descriptor.size())
        .putAllAnnotations(descriptor.annotations())
        .build();
  }

  public static List<Mount> fromMounts(List<dev.gantry.proto.types.Mount> mounts) {
    return mounts.stream()
        .map(m -> new Mount(m.getType(), m.getSource(), m.getTarget(), m.getOptionsList()))
        .toList();
  }

  public static List<dev.gantry.proto.types.Mount> toMounts(List<Mount> mounts) {
    return mounts.stream()
        .map(
            mount ->
                dev.gantry.proto.types.Mount.newBuilder()
                    .setType(mount.type())
                    .setSource(mount.source())
                    .setTarget(mount.target())
                    .addAllOptions(mount.options())
                    .build())
        .toList();
  }

  public static FieldMask mask(List<String> paths) {
    return FieldMask.newBuilder().addAllPaths(paths).build();
  }
}
