package dev.gantry.metadata;

import dev.gantry.api.content.ContentStore;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.metadata.content.Sharing;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares the metadata database.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.METADATA, id = "mapdb")
public final class MetadataPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(
        Requirement.once(PluginTypes.CONTENT),
        Requirement.handle(PluginTypes.EVENT),
        Requirement.set(PluginTypes.SNAPSHOTTER));
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(new MetadataConfig());
  }

  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    MetadataConfig config = context.config(MetadataConfig.class);
    Sharing sharing = Sharing.parse(config.contentSharingPolicy());
    if (config.noSync()) {
      System.getLogger(MetadataPlugin.class.getName())
          .log(
              Level.WARNING,
              "writes do not wait for the disk, a loss of power may cost all of them key=no_sync");
    }
    context.meta().export("policy", sharing.text());
    context.meta().export("path", context.root().toString());
    return new StoredMetadata(
        KeyStore.open(context.root(), StoreOptions.defaults().withSync(!config.noSync())),
        new StoredMetadata.Rooms(
            context.once(PluginTypes.CONTENT, ContentStore.class),
            context.set(PluginTypes.SNAPSHOTTER, Snapshotter.class),
            context.handle(PluginTypes.EVENT, Exchange.class)),
        sharing,
        InstantSource.system());
  }
}
