package dev.gantry.metadata.names;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Mask;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.store.Key;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The containers of the ledger.
public final class StoredContainers implements ContainerStore {
  private static final Set<String> MAPS = Set.of("labels", "extensions");
  private static final Set<String> FIELDS =
      Set.of("labels", "spec", "extensions", "image", "snapshotkey");

  private final Ledger ledger;
  private final InstantSource clock;

  public StoredContainers(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Container get(Call call, String id) {
    String namespace = call.namespace();
    return Table.CONTAINERS
        .find(ledger.read(), Table.CONTAINERS.key(namespace, id))
        .orElseThrow(() -> missing(namespace, id));
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<Container> visitor) {
    Table.CONTAINERS.walk(
        ledger.read(),
        Table.CONTAINERS.all(call.namespace()),
        (_, container) -> {
          if (filter.matches(container)) {
            visitor.accept(container);
          }
        });
  }

  @Override
  public Container create(Call call, Container container) {
    Instant now = clock.instant();
    Container record =
        ContainerRules.checked("create container failed validation", container, now, now);
    ledger.update(
        call,
        edit -> {
          Key key = Table.CONTAINERS.key(edit.namespace(), record.id());
          if (edit.contains(key)) {
            throw Fault.ALREADY_EXISTS.because("container \"" + record.id() + "\"");
          }
          edit.put(Table.CONTAINERS, key, record);
        });
    return record;
  }

  @Override
  public Container update(Call call, Container container, List<String> paths) {
    String id = container.id();
    if (id.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("Container.ID required");
    }
    Instant now = clock.instant();
    return ledger.write(
        call,
        edit -> {
          Key key = Table.CONTAINERS.key(edit.namespace(), id);
          Container old =
              edit.find(Table.CONTAINERS, key).orElseThrow(() -> missing(edit.namespace(), id));
          Mask mask = Mask.of(paths, "container \"" + id + "\"", FIELDS, MAPS);
          ContainerRules.checkFixed(mask, old, container);
          Container record =
              ContainerRules.checked(
                  "update container failed validation",
                  merge(mask, old, container),
                  old.createdAt(),
                  now);
          edit.put(Table.CONTAINERS, key, record);
          return record;
        });
  }

  private static Container merge(Mask mask, Container old, Container given) {
    return new Container(
        old.id(),
        mask.merge("labels", old.labels(), given.labels()),
        mask.replaces("image") ? given.image() : old.image(),
        old.runtime(),
        mask.replaces("spec") ? given.spec() : old.spec(),
        old.snapshotter(),
        mask.replaces("snapshotkey") ? given.snapshotKey() : old.snapshotKey(),
        mask.merge("extensions", old.extensions(), given.extensions()),
        old.sandbox(),
        old.createdAt(),
        old.updatedAt());
  }

  @Override
  public void delete(Call call, String id) {
    ledger.update(
        call,
        edit -> {
          Key key = Table.CONTAINERS.key(edit.namespace(), id);
          if (!edit.contains(key)) {
            throw missing(edit.namespace(), id);
          }
          edit.delete(key);
          edit.freed();
        });
  }

  private static GantryException missing(String namespace, String id) {
    return Fault.NOT_FOUND.because("container \"" + id + "\" in namespace \"" + namespace + "\"");
  }
}
