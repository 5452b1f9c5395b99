package dev.gantry.service.namespaces;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.Handle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/// The namespaces of whatever metadata database is there at the moment. Each change is told in the
/// namespace that it is about, once it is safe.
final class LiveNamespaces implements NamespaceStore {
  private static final Logger LOG = System.getLogger(LiveNamespaces.class.getName());

  private final Handle<MetadataDatabase> metadata;
  private final Handle<Exchange> exchange;

  LiveNamespaces(Handle<MetadataDatabase> metadata, Handle<Exchange> exchange) {
    this.metadata = metadata;
    this.exchange = exchange;
  }

  @Override
  public Map<String, String> labels(Call call, String name) {
    return metadata.with(db -> db.namespaces().labels(call, name));
  }

  @Override
  public List<Namespace> list(Call call) {
    return metadata.with(db -> db.namespaces().list(call));
  }

  @Override
  public void create(Call call, String name, Map<String, String> labels) {
    metadata.run(db -> db.namespaces().create(call, name, labels));
    tell(name, new Event.NamespaceCreate(name, labels));
  }

  @Override
  public void update(Call call, String name, Map<String, String> labels, List<String> paths) {
    metadata.run(db -> db.namespaces().update(call, name, labels, paths));
    tell(name, new Event.NamespaceUpdate(name, labels));
  }

  @Override
  public void delete(Call call, String name) {
    metadata.run(db -> db.namespaces().delete(call, name));
    tell(name, new Event.NamespaceDelete(name));
  }

  /// The change is made, so that a failure to tell it is no failure of the call.
  private void tell(String name, Event event) {
    try {
      exchange.run(e -> e.publish(name, event));
    } catch (GantryException e) {
      LOG.log(Level.WARNING, "event lost topic={0} reason=\"{1}\"", event.topic(), e.getMessage());
    }
  }
}
