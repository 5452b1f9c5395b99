package dev.gantry.metadata.names;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final Digest A = House.digest("a");
  private static final Digest B = House.digest("b");

  @TempDir Path directory;
  private House house;
  private ImageStore images;

  @BeforeEach
  void open() {
    house = new House(directory);
    images = house.db().images();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Descriptor target(Digest digest, Map<String, String> annotations) {
    return new Descriptor("application/x", digest, 7, annotations);
  }

  private static ImageDraft draft(Map<String, String> labels, Descriptor target) {
    return new ImageDraft("i", labels, target, null);
  }

  @Test
  void createdImageIsFoundAndTold() {
    Image made =
        images.create(CALL, draft(Map.of("k", "v", "no", ""), target(A, Map.of("x", "y"))));

    assertEquals(
        new Image(
            "i",
            Map.of("k", "v"),
            target(A, Map.of("x", "y")),
            house.clock.instant(),
            house.clock.instant()),
        made);
    assertEquals(made, images.get(CALL, "i"));
    assertEquals(List.of(new Event.ImageCreate("i", Map.of("k", "v"))), house.events.events());
    assertEquals("ns", house.events.told().getFirst().namespace());
  }

  @Test
  void missingImageIsNotFound() {
    assertFault(Fault.NOT_FOUND, "image \"i\": not found", () -> images.get(CALL, "i"));
    assertFault(
        Fault.NOT_FOUND,
        "image \"i\": not found",
        () -> images.update(CALL, new ImageDraft("i", Map.of(), null, null), List.of("bogus")));
    assertFault(Fault.NOT_FOUND, () -> images.delete(CALL, "i", null, false));
    assertFault(Fault.NOT_FOUND, () -> images.get(CALL.in("other"), "i"));
  }

  @Test
  void createTwiceFails() {
    images.create(CALL, draft(Map.of(), target(A, Map.of())));

    assertFault(
        Fault.ALREADY_EXISTS,
        "image \"i\": already exists",
        () -> images.create(CALL, draft(Map.of(), target(B, Map.of()))));
  }

  @Test
  void imageThatIsNotWholeIsRefused() {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "Image.Name required: invalid argument",
        () -> images.create(CALL, new ImageDraft("", Map.of(), target(A, Map.of()), null)));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images.create(CALL, new ImageDraft("i", Map.of(), null, null)));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images.create(CALL, draft(Map.of(), new Descriptor("t", A, 0))));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images.create(CALL, draft(Map.of(), new Descriptor("", A, 1))));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images.create(CALL, draft(Map.of("k", "v".repeat(4096)), target(A, Map.of()))));
    assertEquals(List.of(), images.list(CALL, Filter.ALL));
    assertEquals(List.of(), house.events.events());
  }

  @Test
  void updateWithoutMaskReplacesAllButTheCreationTime() {
    Image made = images.create(CALL, draft(Map.of("a", "1"), target(A, Map.of("x", "y"))));
    house.clock.advance(Duration.ofSeconds(1));

    Image updated = images.update(CALL, draft(Map.of("b", "2"), target(B, Map.of())), List.of());

    assertEquals(
        new Image(
            "i", Map.of("b", "2"), target(B, Map.of()), made.createdAt(), house.clock.instant()),
        updated);
    assertEquals(updated, images.get(CALL, "i"));
    assertEquals(new Event.ImageUpdate("i", Map.of("b", "2")), house.events.events().getLast());
  }

  @Test
  void updateFollowsTheMask() {
    images.create(CALL, draft(Map.of("a", "1", "b", "2"), target(A, Map.of("x", "1", "y", "2"))));
    ImageDraft change = draft(Map.of("a", "9", "c", "3"), target(B, Map.of("x", "9", "z", "3")));

    Image labels = images.update(CALL, change, List.of("labels.c", "labels.b"));
    Image annotations = images.update(CALL, change, List.of("annotations.z", "annotations.y"));
    Image target = images.update(CALL, change, List.of("target", "labels"));

    assertEquals(Map.of("a", "1", "c", "3"), labels.labels());
    assertEquals(A, labels.target().digest());
    assertEquals(target(A, Map.of("x", "1", "z", "3")), annotations.target());
    assertEquals(change.target(), target.target());
    assertEquals(change.labels(), target.labels());
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"name\" field on image \"i\": invalid argument",
        () -> images.update(CALL, change, List.of("name")));
  }

  @Test
  void updateThatLeavesNoTargetIsRefused() {
    images.create(CALL, draft(Map.of(), target(A, Map.of())));

    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images.update(CALL, new ImageDraft("i", Map.of(), null, null), List.of()));
    assertEquals(A, images.get(CALL, "i").target().digest());
  }

  @Test
  void sourceDateEpochSetsTheTimes() {
    Instant epoch = Instant.ofEpochSecond(1234);
    Image made = images.create(CALL, new ImageDraft("i", Map.of(), target(A, Map.of()), epoch));
    Image updated =
        images.update(
            CALL,
            new ImageDraft("i", Map.of(), target(A, Map.of()), epoch.plusSeconds(1)),
            List.of());

    assertEquals(epoch, made.createdAt());
    assertEquals(epoch, made.updatedAt());
    assertEquals(epoch, updated.createdAt());
    assertEquals(epoch.plusSeconds(1), updated.updatedAt());
  }

  @Test
  void deleteComparesTheTarget() {
    images.create(CALL, draft(Map.of(), target(A, Map.of())));

    assertFault(Fault.NOT_FOUND, () -> images.delete(CALL, "i", B, false));
    images.delete(CALL, "i", A, false);

    assertEquals(List.of(), images.list(CALL, Filter.ALL));
    assertEquals(new Event.ImageDelete("i"), house.events.events().getLast());
  }

  @Test
  void listIsInByteOrderAndFiltered() {
    for (String name : List.of("b/c:1", "a b", "B", "\u00e9")) {
      house.image(name, A, Map.of("n", name));
    }

    List<String> all = images.list(CALL, Filter.ALL).stream().map(Image::name).toList();
    List<String> some =
        images.list(CALL, Filter.parse(List.of("name~=^b", "labels.n==B"))).stream()
            .map(Image::name)
            .toList();

    assertEquals(List.of("B", "a b", "b/c:1", "\u00e9"), all);
    assertEquals(List.of("B", "b/c:1"), some);
  }

  @Test
  void onlyImagesThatCanExpireAreLeased() {
    house.db().leases().create(CALL, "l", Map.of());
    images.create(CALL.leasedTo("l"), House.draft("e", A, Map.of("containerd.io/gc.expire", "x")));
    images.create(CALL.leasedTo("l"), House.draft("plain", A, Map.of()));

    assertEquals(
        List.of(new LeaseResource("images", "e")), house.db().leases().resources(CALL, "l"));
    images.delete(CALL.leasedTo("l"), "e", null, false);
    assertTrue(house.db().leases().resources(CALL, "l").isEmpty());
  }

  @Test
  void leaseThatIsNotThereKeepsTheImageOut() {
    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist: not found",
        () ->
            images.create(
                CALL.leasedTo("none"),
                House.draft("e", A, Map.of("containerd.io/gc.expire", "x"))));
    assertEquals(List.of(), images.list(CALL, Filter.ALL));
    assertEquals(List.of(), house.events.events());
  }

  @Test
  void imagesSurviveReopening() {
    Image made = images.create(CALL, draft(Map.of("k", "v"), target(A, Map.of("x", "y"))));

    house.reopen();

    assertEquals(made, house.db().images().get(CALL, "i"));
  }
}
