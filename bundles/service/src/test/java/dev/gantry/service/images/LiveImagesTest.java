package dev.gantry.service.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveImagesTest {
  private static final Call CALL = Call.DAEMON.in("test");
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final Image IMAGE =
      new Image("x", Map.of(), new Descriptor("m", DIGEST, 1), Instant.EPOCH, Instant.EPOCH);

  private final Recorder store =
      new Recorder(Map.of(Image.class, IMAGE, List.class, List.of(IMAGE)));
  private final Counted<MetadataDatabase> metadata = new Counted<>(new Database());
  private final List<Integer> usesAtCollection = new ArrayList<>();
  private final Counted<GarbageCollector> collector =
      new Counted<>(
          call -> {
            usesAtCollection.add(metadata.uses.get());
            return new Collection(Duration.ZERO, Duration.ZERO, Map.of());
          });
  private final LiveImages images = new LiveImages(metadata, collector);

  @Test
  void everyCallReachesTheDatabase() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            CALL,
            String.class,
            "x",
            List.class,
            List.of("labels.a"),
            Filter.class,
            Filter.ALL,
            ImageDraft.class,
            new ImageDraft("x", Map.of(), null, null),
            Digest.class,
            DIGEST,
            boolean.class,
            false);

    Recorder.handsOnEverything(ImageStore.class, images, store, arguments);

    assertEquals(0, metadata.uses.get());
    assertEquals(List.of(), usesAtCollection);
  }

  @Test
  void syncDeleteCollectsAfterwardsWithoutHoldingTheDatabase() {
    images.delete(CALL, "x", null, true);

    assertEquals(List.of("delete[" + CALL + ", x, null, false]"), store.calls);
    assertEquals(List.of(0), usesAtCollection);
  }

  private final class Database extends FakeDatabase {
    @Override
    public ImageStore images() {
      return store.as(ImageStore.class);
    }
  }
}
