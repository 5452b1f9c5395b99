package dev.gantry.grpc.images;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.images.v1.CreateImageRequest;
import dev.gantry.proto.services.images.v1.DeleteImageRequest;
import dev.gantry.proto.services.images.v1.GetImageRequest;
import dev.gantry.proto.services.images.v1.ImagesGrpc;
import dev.gantry.proto.services.images.v1.ListImagesRequest;
import dev.gantry.proto.services.images.v1.UpdateImageRequest;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImagesServiceTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final Descriptor TARGET =
      new Descriptor("application/x", DIGEST, 12, Map.of("a", "1"));

  private final Memory memory = new Memory();
  private final Loopback loopback = new Loopback(new ImagesService(memory).definition());
  private final ImagesGrpc.ImagesBlockingStub client =
      ImagesGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void getTellsTheWholeImage() {
    memory.put("x");

    var image = client.get(GetImageRequest.newBuilder().setName("x").build()).getImage();

    assertEquals("x", image.getName());
    assertEquals(Map.of("k", "v"), image.getLabelsMap());
    assertEquals("application/x", image.getTarget().getMediaType());
    assertEquals(DIGEST.toString(), image.getTarget().getDigest());
    assertEquals(12, image.getTarget().getSize());
    assertEquals(Map.of("a", "1"), image.getTarget().getAnnotationsMap());
    assertEquals(THEN, Times.from(image.getCreatedAt()));
    assertEquals(THEN.plusSeconds(1), Times.from(image.getUpdatedAt()));
  }

  @Test
  void getOfNoneIsNotFound() {
    fails(
        Code.NOT_FOUND,
        "image \"x\": not found",
        () -> client.get(GetImageRequest.newBuilder().setName("x").build()));
  }

  @Test
  void listIsFilteredByTarget() {
    memory.put("x");

    assertEquals(1, list("target.digest==" + "\"" + DIGEST + "\"").size());
    assertEquals(0, list("target.mediatype==other").size());
    fails(Code.INVALID_ARGUMENT, () -> list("name~"));
  }

  @Test
  void createTakesTheEpochIfThereIsOne() {
    client.create(
        CreateImageRequest.newBuilder()
            .setImage(image("x", DIGEST.toString()))
            .setSourceDateEpoch(Timestamp.newBuilder().setSeconds(7))
            .build());
    client.create(CreateImageRequest.newBuilder().setImage(image("y", DIGEST.toString())).build());

    assertEquals(Instant.ofEpochSecond(7), memory.drafts.get(0).sourceDateEpoch());
    assertEquals(DIGEST, Objects.requireNonNull(memory.drafts.get(0).target()).digest());
    assertNull(memory.drafts.get(1).sourceDateEpoch());
  }

  @Test
  void createRefusesAMalformedDigest() {
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.create(CreateImageRequest.newBuilder().setImage(image("x", "x")).build()));
  }

  @Test
  void updateOfNoneIsNotFoundWhateverItsTarget() {
    fails(Code.NOT_FOUND, () -> update(image("x", "nonsense")));
    fails(Code.NOT_FOUND, () -> update(image("x", DIGEST.toString())));
    fails(Code.NOT_FOUND, () -> update(image("x", ""), "annotations.b"));
  }

  @Test
  void updateRefusesAMalformedDigest() {
    memory.put("x");

    fails(Code.INVALID_ARGUMENT, () -> update(image("x", "nonsense")));
    fails(Code.INVALID_ARGUMENT, () -> update(image("x", "nonsense"), "target"));
  }

  @Test
  void updateOfLabelsLooksAtNoTarget() {
    memory.put("x");

    update(image("x", "nonsense"), "labels.k");

    assertNull(memory.drafts.getFirst().target());
    assertEquals(List.of("labels.k"), memory.paths);
  }

  @Test
  void updateOfAnnotationsNeedsNoDigest() {
    memory.put("x");

    update(
        image("x", "").toBuilder()
            .setTarget(
                dev.gantry.proto.types.Descriptor.newBuilder().putAnnotations("b", "2").build())
            .build(),
        "annotations.b");

    assertEquals(
        new Descriptor("application/x", DIGEST, 12, Map.of("b", "2")),
        memory.drafts.getFirst().target());
  }

  @Test
  void deleteHandsOnTargetAndWhetherToWait() {
    client.delete(
        DeleteImageRequest.newBuilder()
            .setName("x")
            .setSync(true)
            .setTarget(image("x", DIGEST.toString()).getTarget())
            .build());
    client.delete(DeleteImageRequest.newBuilder().setName("y").build());

    assertEquals(List.of("x " + DIGEST + " true", "y any false"), memory.deleted);
  }

  @Test
  void deleteOfAnImpossibleTargetIsNotFound() {
    fails(
        Code.NOT_FOUND,
        () ->
            client.delete(
                DeleteImageRequest.newBuilder()
                    .setName("x")
                    .setTarget(image("x", "nonsense").getTarget())
                    .build()));
  }

  private List<dev.gantry.proto.services.images.v1.Image> list(String filter) {
    return client.list(ListImagesRequest.newBuilder().addFilters(filter).build()).getImagesList();
  }

  private void update(dev.gantry.proto.services.images.v1.Image image, String... paths) {
    client.update(
        UpdateImageRequest.newBuilder()
            .setImage(image)
            .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths)))
            .build());
  }

  private static dev.gantry.proto.services.images.v1.Image image(String name, String digest) {
    return dev.gantry.proto.services.images.v1.Image.newBuilder()
        .setName(name)
        .setTarget(
            dev.gantry.proto.types.Descriptor.newBuilder()
                .setDigest(digest)
                .setMediaType("application/x")
                .setSize(12))
        .build();
  }

  private static final class Memory implements ImageStore {
    private final Map<String, Image> images = new ConcurrentSkipListMap<>();
    final List<ImageDraft> drafts = new CopyOnWriteArrayList<>();
    final List<String> paths = new CopyOnWriteArrayList<>();
    final List<String> deleted = new CopyOnWriteArrayList<>();

    void put(String name) {
      images.put(name, new Image(name, Map.of("k", "v"), TARGET, THEN, THEN.plusSeconds(1)));
    }

    @Override
    public Image get(Call call, String name) {
      return Optional.ofNullable(images.get(name))
          .orElseThrow(() -> Fault.NOT_FOUND.because("image \"" + name + "\""));
    }

    @Override
    public List<Image> list(Call call, Filter filter) {
      return images.values().stream().filter(filter::matches).toList();
    }

    @Override
    public Image create(Call call, ImageDraft draft) {
      drafts.add(draft);
      put(draft.name());
      return get(call, draft.name());
    }

    @Override
    public Image update(Call call, ImageDraft draft, List<String> given) {
      Image image = get(call, draft.name());
      drafts.add(draft);
      paths.addAll(given);
      return image;
    }

    @Override
    public void delete(Call call, String name, @Nullable Digest target, boolean sync) {
      deleted.add(name + " " + (target == null ? "any" : target) + " " + sync);
    }
  }
}
