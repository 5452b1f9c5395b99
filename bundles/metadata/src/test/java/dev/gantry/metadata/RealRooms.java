package dev.gantry.metadata;

import dev.gantry.api.content.ContentStore;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.content.ContentPlugin;
import dev.gantry.contracts.Stores;
import dev.gantry.metadata.content.Sharing;
import dev.gantry.snapshotter.nativefs.NativePlugin;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/// A metadata database over nothing but real rooms: store, local content and native snapshotter.
public final class RealRooms implements AutoCloseable {
  public static final String SNAPSHOTTER = "native";

  private final Object content;
  private final Object snapshotter;
  private final StoredMetadata database;

  public RealRooms(Path directory, Sharing sharing) {
    content = plugin(new ContentPlugin(), directory.resolve("content"));
    snapshotter = plugin(new NativePlugin(), directory.resolve("native"));
    FixedSet<Snapshotter> snapshotters = new FixedSet<>();
    snapshotters.add(SNAPSHOTTER, (Snapshotter) snapshotter);
    database =
        new StoredMetadata(
            KeyStore.open(directory.resolve("metadata"), StoreOptions.defaults()),
            new StoredMetadata.Rooms(
                (ContentStore) content, snapshotters, new FixedHandle<>(new RecordingExchange())),
            sharing,
            InstantSource.system());
  }

  private static Object plugin(Registration registration, Path root) {
    Record config = registration.defaults().orElse(new MetadataConfig());
    return registration.init(new PlainContext(root, config, Map.of()));
  }

  public MetadataDatabase database() {
    return database;
  }

  public Stores stores() {
    return Stores.of(database, SNAPSHOTTER);
  }

  @Override
  public void close() {
    database.close();
    close(snapshotter);
    close(content);
  }

  private static void close(Object plugin) {
    try {
      ((AutoCloseable) plugin).close();
    } catch (Exception e) {
      throw new IllegalStateException("plugin does not close", e);
    }
  }
}
