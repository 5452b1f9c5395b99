package dev.gantry.shell.command;

import dev.gantry.api.call.Call;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore.Namespace;
import dev.gantry.api.plugin.PluginTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// How much the daemon keeps: records of all namespaces, and what they take on the disk.
final class Stock {
  private static final String METADATA = PluginTypes.METADATA + ".mapdb";

  private Stock() {}

  /// Adds a row a kind, or one that says why there are none.
  static void add(Table table, Rooms rooms, Configuration configuration, Call call) {
    try {
      rooms.with(METADATA, MetadataDatabase.class, metadata -> count(metadata, call, table));
      Path folder = configuration.root().resolve(METADATA);
      table.add("metadata log", Texts.mib(bytes(folder, "log-")));
      table.add("metadata checkpoint", Texts.mib(bytes(folder, "checkpoint-")));
    } catch (GantryException e) {
      table.add("records", String.valueOf(e.getMessage()));
    } catch (IOException e) {
      table.add("metadata log", e.toString());
    }
  }

  private static Table count(MetadataDatabase metadata, Call call, Table table) {
    List<Namespace> namespaces = metadata.namespaces().list(call);
    AtomicLong images = new AtomicLong();
    AtomicLong containers = new AtomicLong();
    AtomicLong leases = new AtomicLong();
    AtomicLong blobs = new AtomicLong();
    for (Namespace namespace : namespaces) {
      Call within = call.in(namespace.name());
      images.addAndGet(metadata.images().list(within, Filter.ALL).size());
      leases.addAndGet(metadata.leases().list(within, Filter.ALL).size());
      metadata.containers().walk(within, Filter.ALL, container -> containers.incrementAndGet());
      metadata.content().walk(within, Filter.ALL, blob -> blobs.incrementAndGet());
    }
    table.add("namespaces", namespaces.size());
    table.add("images", images);
    table.add("containers", containers);
    table.add("leases", leases);
    table.add("blobs", blobs);
    return table;
  }

  private static long bytes(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
