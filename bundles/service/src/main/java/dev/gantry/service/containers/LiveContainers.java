package dev.gantry.service.containers;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;

/// The containers of whatever metadata database is there at the moment. Each change is told once it
/// is safe.
final class LiveContainers implements ContainerStore {
  private static final Logger LOG = System.getLogger(LiveContainers.class.getName());

  private final Handle<MetadataDatabase> metadata;
  private final Handle<Exchange> exchange;

  LiveContainers(Handle<MetadataDatabase> metadata, Handle<Exchange> exchange) {
    this.metadata = metadata;
    this.exchange = exchange;
  }

  @Override
  public Container get(Call call, String id) {
    return metadata.with(db -> db.containers().get(call, id));
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<Container> visitor) {
    metadata.run(db -> db.containers().walk(call, filter, visitor));
  }

  @Override
  public Container create(Call call, Container container) {
    Container created = metadata.with(db -> db.containers().create(call, container));
    tell(call, new Event.ContainerCreate(created.id(), created.image(), created.runtime()));
    return created;
  }

  @Override
  public Container update(Call call, Container container, List<String> paths) {
    if (container.id().isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("Container.ID required");
    }
    Container updated = metadata.with(db -> db.containers().update(call, container, paths));
    tell(
        call,
        new Event.ContainerUpdate(
            updated.id(), updated.image(), updated.labels(), updated.snapshotKey()));
    return updated;
  }

  @Override
  public void delete(Call call, String id) {
    metadata.run(db -> db.containers().delete(call, id));
    tell(call, new Event.ContainerDelete(id));
  }

  /// The change is made, so that a failure to tell it is no failure of the call.
  private void tell(Call call, Event event) {
    try {
      exchange.run(e -> e.publish(call.namespace(), event));
    } catch (GantryException e) {
      LOG.log(Level.WARNING, "event lost topic={0} reason=\"{1}\"", event.topic(), e.getMessage());
    }
  }
}
