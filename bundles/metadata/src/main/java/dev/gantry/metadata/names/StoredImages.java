package dev.gantry.metadata.names;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Labels;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Mask;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.ImageRecord;
import dev.gantry.store.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The images of the ledger.
public final class StoredImages implements ImageStore {
  /// An image with this label can be collected, so it is leased like anything else.
  private static final String EXPIRE = "containerd.io/gc.expire";

  private static final Set<String> MAPS = Set.of("labels", "annotations");
  private static final Set<String> FIELDS = Set.of("labels", "annotations", "target");

  private final Ledger ledger;
  private final InstantSource clock;

  public StoredImages(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Image get(Call call, String name) {
    Key key = Table.IMAGES.key(call.namespace(), name);
    return Table.IMAGES.find(ledger.read(), key).orElseThrow(() -> missing(name)).named(name);
  }

  @Override
  public List<Image> list(Call call, Filter filter) {
    List<Image> images = new ArrayList<>();
    Table.IMAGES.walk(
        ledger.read(),
        Table.IMAGES.all(call.namespace()),
        (key, record) -> {
          Image image = record.named(key.name(4));
          if (filter.matches(image)) {
            images.add(image);
          }
        });
    return images;
  }

  @Override
  public Image create(Call call, ImageDraft draft) {
    String name = draft.name();
    Instant now = time(draft);
    ImageRecord record =
        checked(name, new Draft(draft.target(), now, now, Labels.checked(draft.labels())));
    ledger.update(
        call,
        edit -> {
          Key key = Table.IMAGES.key(edit.namespace(), name);
          if (edit.contains(key)) {
            throw Fault.ALREADY_EXISTS.because("image \"" + name + "\"");
          }
          edit.put(Table.IMAGES, key, record);
          lease(edit, name, record);
          edit.announce(new Event.ImageCreate(name, record.labels()));
        });
    return record.named(name);
  }

  @Override
  public Image update(Call call, ImageDraft draft, List<String> paths) {
    String name = draft.name();
    if (name.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("image name is required for update");
    }
    Instant now = time(draft);
    return ledger.write(
        call,
        edit -> {
          Key key = Table.IMAGES.key(edit.namespace(), name);
          ImageRecord old = edit.find(Table.IMAGES, key).orElseThrow(() -> missing(name));
          Mask mask = Mask.of(paths, "image \"" + name + "\"", FIELDS, MAPS);
          ImageRecord record = checked(name, merge(mask, old, draft, now));
          edit.put(Table.IMAGES, key, record);
          lease(edit, name, record);
          edit.announce(new Event.ImageUpdate(name, record.labels()));
          return record.named(name);
        });
  }

  private static Draft merge(Mask mask, ImageRecord old, ImageDraft given, Instant now) {
    Descriptor target = mask.replaces("target") ? given.target() : old.target();
    if (target != null && !mask.replaces("target")) {
      Map<String, String> annotations =
          given.target() == null ? Map.of() : given.target().annotations();
      target = annotated(target, mask.merge("annotations", target.annotations(), annotations));
    }
    return new Draft(target, old.createdAt(), now, mask.labels(old.labels(), given.labels()));
  }

  @Override
  public void delete(Call call, String name, @Nullable Digest target, boolean sync) {
    ledger.update(
        call,
        edit -> {
          Key key = Table.IMAGES.key(edit.namespace(), name);
          ImageRecord old = edit.find(Table.IMAGES, key).orElseThrow(() -> missing(name));
          if (target != null && !target.equals(old.target().digest())) {
            throw Fault.NOT_FOUND.because("image \"" + name + "\" with target \"" + target + "\"");
          }
          edit.delete(key);
          edit.unlease(Layout.IMAGES, name);
          edit.freed();
          edit.announce(new Event.ImageDelete(name));
        });
  }

  private static void lease(Edit edit, String name, ImageRecord record) {
    if (record.labels().containsKey(EXPIRE)) {
      edit.lease(Layout.IMAGES, name);
    }
  }

  private Instant time(ImageDraft draft) {
    return draft.sourceDateEpoch() == null ? clock.instant() : draft.sourceDateEpoch();
  }

  /// A record whose target is not checked yet.
  private record Draft(
      @Nullable Descriptor target,
      Instant createdAt,
      Instant updatedAt,
      Map<String, String> labels) {}

  private static ImageRecord checked(String name, Draft draft) {
    Descriptor target = draft.target();
    String wrong =
        name.isEmpty()
            ? "Image.Name required"
            : target == null
                ? "image \"" + name + "\": target is required"
                : target.size() <= 0
                    ? "image \"" + name + "\": Image.Target.Size must be greater than zero"
                    : target.mediaType().isEmpty()
                        ? "image \"" + name + "\": Image.Target.MediaType must be set"
                        : "";
    if (!wrong.isEmpty() || target == null) {
      throw Fault.INVALID_ARGUMENT.because(wrong);
    }
    Map<String, String> annotations = new HashMap<>(target.annotations());
    annotations.values().removeIf(String::isEmpty);
    return new ImageRecord(
        annotated(target, annotations), draft.createdAt(), draft.updatedAt(), draft.labels());
  }

  private static Descriptor annotated(Descriptor target, Map<String, String> annotations) {
    return new Descriptor(target.mediaType(), target.digest(), target.size(), annotations);
  }

  private static GantryException missing(String name) {
    return Fault.NOT_FOUND.because("image \"" + name + "\"");
  }
}
