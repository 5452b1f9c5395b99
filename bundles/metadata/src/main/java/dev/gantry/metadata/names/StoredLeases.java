package dev.gantry.metadata.names;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.LeaseRecord;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The leases of the ledger. It makes no ids and waits for no collection.
public final class StoredLeases implements LeaseManager {
  private final Ledger ledger;
  private final InstantSource clock;

  public StoredLeases(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public Lease create(Call call, String id, Map<String, String> labels) {
    if (id.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("lease id must not be empty");
    }
    Map<String, String> kept = new HashMap<>(labels);
    kept.values().removeIf(String::isEmpty);
    LeaseRecord record = new LeaseRecord(clock.instant(), kept);
    Key key = Table.LEASES.key(call.namespace(), id);
    ledger.update(
        call,
        edit -> {
          if (edit.contains(key)) {
            throw Fault.ALREADY_EXISTS.because("lease \"" + id + "\"");
          }
          edit.put(Table.LEASES, key, record);
        });
    return new Lease(id, record.createdAt(), kept);
  }

  @Override
  public void delete(Call call, String id, boolean sync) {
    ledger.update(
        call,
        edit -> {
          checkThere(edit, id);
          edit.delete(Table.LEASES.key(edit.namespace(), id));
          edit.deleteAll(Layout.leased(edit.namespace(), id));
          edit.freed();
        });
  }

  @Override
  public List<Lease> list(Call call, Filter filter) {
    List<Lease> leases = new ArrayList<>();
    Table.LEASES.walk(
        ledger.read(),
        Table.LEASES.all(call.namespace()),
        (key, record) -> {
          Lease lease = new Lease(key.name(4), record.createdAt(), record.labels());
          if (filter.matches(lease)) {
            leases.add(lease);
          }
        });
    return leases;
  }

  @Override
  public void addResource(Call call, String id, LeaseResource resource) {
    String[] names = names(resource);
    ledger.update(
        call,
        edit -> {
          checkThere(edit, id);
          edit.put(Layout.leased(edit.namespace(), id).child(names));
        });
  }

  @Override
  public void deleteResource(Call call, String id, LeaseResource resource) {
    String[] names = names(resource);
    ledger.update(
        call,
        edit -> {
          checkThere(edit, id);
          edit.delete(Layout.leased(edit.namespace(), id).child(names));
          edit.freed();
        });
  }

  @Override
  public List<LeaseResource> resources(Call call, String id) {
    Snapshot now = ledger.read();
    if (!now.contains(Table.LEASES.key(call.namespace(), id))) {
      throw missing(id);
    }
    List<LeaseResource> resources = new ArrayList<>();
    for (Entry entry : now.scan(Layout.leased(call.namespace(), id))) {
      List<String> names = entry.key().names().subList(5, entry.key().size());
      resources.add(
          new LeaseResource(String.join("/", names.subList(0, names.size() - 1)), names.getLast()));
    }
    return resources;
  }

  /// Where a resource lies below its lease.
  private static String[] names(LeaseResource resource) {
    String type = resource.type();
    int slash = type.indexOf('/');
    String kind = slash < 0 ? type : type.substring(0, slash);
    String rest = slash < 0 ? "" : type.substring(slash + 1);
    boolean snapshots = kind.equals(Layout.SNAPSHOTS);
    switch (kind) {
      case Layout.CONTENT, Layout.IMAGES, Layout.INGESTS, Layout.SNAPSHOTS -> {
        if (snapshots ? rest.isEmpty() || rest.contains("/") : slash >= 0) {
          throw Fault.INVALID_ARGUMENT.because("lease resource type \"" + type + "\" is malformed");
        }
      }
      default ->
          throw Fault.NOT_IMPLEMENTED.because("lease resource type \"" + type + "\" is not known");
    }
    String id =
        kind.equals(Layout.CONTENT) ? Digest.parse(resource.id()).toString() : resource.id();
    return snapshots ? new String[] {kind, rest, id} : new String[] {kind, id};
  }

  private static void checkThere(Edit edit, String id) {
    if (!edit.contains(Table.LEASES.key(edit.namespace(), id))) {
      throw missing(id);
    }
  }

  private static GantryException missing(String id) {
    return Fault.NOT_FOUND.because("lease \"" + id + "\"");
  }
}
