package dev.gantry.metadata.names;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.types.Identifiers;
import dev.gantry.api.types.Labels;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Leftovers;
import dev.gantry.metadata.ledger.Mask;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.NamespaceRecord;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The namespaces of the ledger.
public final class StoredNamespaces implements NamespaceStore {
  private final Ledger ledger;
  private final Leftovers leftovers;

  public StoredNamespaces(Ledger ledger, Leftovers leftovers) {
    this.ledger = ledger;
    this.leftovers = leftovers;
  }

  @Override
  public Map<String, String> labels(Call call, String name) {
    return find(ledger.read(), name).map(NamespaceRecord::labels).orElse(Map.of());
  }

  @Override
  public List<Namespace> list(Call call) {
    List<Namespace> all = new ArrayList<>();
    for (Entry entry : ledger.read().scan(Layout.NAMESPACES)) {
      NamespaceRecord record = Table.read(entry.key(), entry.value(), NamespaceRecord::of);
      all.add(new Namespace(entry.key().name(2), record.labels()));
    }
    return all;
  }

  @Override
  public void create(Call call, String name, Map<String, String> labels) {
    Identifiers.check("namespace", name);
    Map<String, String> checked = Labels.checked(labels);
    ledger.update(
        call.withoutLease().in(name),
        edit -> {
          if (edit.contains(key(name))) {
            throw Fault.ALREADY_EXISTS.because("namespace \"" + name + "\"");
          }
          edit.put(new NamespaceRecord(checked));
        });
  }

  @Override
  public void update(Call call, String name, Map<String, String> labels, List<String> paths) {
    Identifiers.check("namespace", name);
    Mask mask = Mask.of(paths, "namespace \"" + name + "\"", Set.of(), Set.of("labels"));
    ledger.update(
        call.withoutLease().in(name),
        edit -> {
          NamespaceRecord old = find(edit.reader(), name).orElse(NamespaceRecord.PLAIN);
          edit.put(new NamespaceRecord(mask.labels(old.labels(), labels)));
        });
  }

  @Override
  public void delete(Call call, String name) {
    if (!ledger.read().contains(key(name))) {
      throw missing(name);
    }
    ledger.update(call.withoutLease().in(name), StoredNamespaces::delete);
    // Its ingests went with it.
    leftovers.content();
  }

  private static void delete(Edit edit) {
    String name = edit.namespace();
    if (!edit.contains(key(name))) {
      throw missing(name);
    }
    List<String> left = left(edit.reader(), name);
    if (!left.isEmpty()) {
      throw Fault.FAILED_PRECONDITION.because(
          "namespace \"" + name + "\" must be empty, but it still has " + String.join(", ", left));
    }
    Table.INGESTS.walk(
        edit.reader(),
        Table.INGESTS.all(name),
        (key, ingest) -> {
          if (ingest.shared() != null) {
            edit.delete(Layout.sharing(ingest.shared()).child(name, key.name(4)));
          }
        });
    edit.deleteAll(Layout.in(name));
    edit.delete(key(name));
    edit.freed();
  }

  private static List<String> left(Reader in, String name) {
    List<String> left = new ArrayList<>();
    if (in.count(Table.IMAGES.all(name)) > 0) {
      left.add("images");
    }
    if (in.count(Table.BLOBS.all(name)) > 0) {
      left.add("blobs");
    }
    if (in.count(Table.CONTAINERS.all(name)) > 0) {
      left.add("containers");
    }
    for (String snapshotter : in.children(Table.SNAPSHOTS.all(name))) {
      left.add("snapshots on \"" + snapshotter + "\" snapshotter");
    }
    return left;
  }

  private static Optional<NamespaceRecord> find(Reader in, String name) {
    Key key = key(name);
    return in.get(key).map(bytes -> Table.read(key, bytes, NamespaceRecord::of));
  }

  private static Key key(String name) {
    return Layout.NAMESPACES.child(name);
  }

  private static RuntimeException missing(String name) {
    return Fault.NOT_FOUND.because("namespace \"" + name + "\"");
  }
}
