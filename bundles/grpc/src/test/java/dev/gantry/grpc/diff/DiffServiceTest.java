package dev.gantry.grpc.diff;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.diff.v1.ApplyRequest;
import dev.gantry.proto.services.diff.v1.DiffGrpc;
import dev.gantry.proto.services.diff.v1.DiffRequest;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiffServiceTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));

  private final AtomicReference<Apply> apply = new AtomicReference<>();
  private final AtomicReference<Compare> compare = new AtomicReference<>();
  private final AtomicReference<List<Mount>> mounts = new AtomicReference<>();
  private final Loopback loopback = new Loopback(new DiffService(new Recording()).definition());
  private final DiffGrpc.DiffBlockingStub client = DiffGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void applyHandsOnAllAndAnswersTheLayer() {
    var applied =
        client
            .apply(
                ApplyRequest.newBuilder()
                    .setDiff(
                        dev.gantry.proto.types.Descriptor.newBuilder()
                            .setMediaType("layer")
                            .setDigest(DIGEST.toString())
                            .setSize(9))
                    .addMounts(mount("/a"))
                    .putPayloads(
                        "p",
                        Any.newBuilder()
                            .setTypeUrl("t")
                            .setValue(ByteString.copyFromUtf8("x"))
                            .build())
                    .setSyncFs(true)
                    .build())
            .getApplied();

    assertEquals("layer+plain", applied.getMediaType());
    assertEquals(DIGEST.toString(), applied.getDigest());
    assertEquals(9, applied.getSize());
    assertEquals(List.of(new Mount("bind", "/a", List.of("rw"))), mounts.get());
    assertTrue(apply.get().syncFs());
    assertArrayEquals(
        new byte[] {'x'}, Objects.requireNonNull(apply.get().payloads().get("p")).value());
  }

  @Test
  void applyWithoutLayerIsRefused() {
    fails(Code.INVALID_ARGUMENT, () -> client.apply(ApplyRequest.getDefaultInstance()));
  }

  @Test
  void diffHandsOnAllAndAnswersTheBlob() {
    var diff =
        client
            .diff(
                DiffRequest.newBuilder()
                    .addLeft(mount("/a"))
                    .addRight(mount("/b"))
                    .setMediaType("m")
                    .setRef("r")
                    .putLabels("k", "v")
                    .setSourceDateEpoch(Timestamp.newBuilder().setSeconds(7))
                    .build())
            .getDiff();

    assertEquals("m", diff.getMediaType());
    assertEquals(new Compare("m", "r", Map.of("k", "v"), Instant.ofEpochSecond(7)), compare.get());
    assertEquals(List.of("/a", "/b"), mounts.get().stream().map(Mount::source).toList());
  }

  @Test
  void diffWithoutEpochHasNone() {
    client.diff(DiffRequest.getDefaultInstance());

    assertNull(compare.get().sourceDateEpoch());
  }

  private static dev.gantry.proto.types.Mount mount(String source) {
    return dev.gantry.proto.types.Mount.newBuilder()
        .setType("bind")
        .setSource(source)
        .addOptions("rw")
        .build();
  }

  private final class Recording implements Differ {
    @Override
    public Descriptor apply(Call call, Descriptor layer, List<Mount> on, Apply options) {
      mounts.set(on);
      apply.set(options);
      return new Descriptor(layer.mediaType() + "+plain", layer.digest(), layer.size());
    }

    @Override
    public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
      mounts.set(java.util.stream.Stream.of(lower, upper).flatMap(List::stream).toList());
      compare.set(options);
      return new Descriptor(options.mediaType(), DIGEST, 1);
    }
  }
}
