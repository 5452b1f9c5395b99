package dev.gantry.shell.command;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands that list what the daemon keeps in a namespace.
@Component(
    service = StoreCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=images",
      "osgi.command.function=content",
      "osgi.command.function=snapshots",
      "osgi.command.function=containers",
      "osgi.command.function=leases",
    })
public final class StoreCommands {
  private static final String NAMESPACE = "the namespace";

  private final Rooms rooms;

  @Activate
  public StoreCommands(@Reference Plugins plugins) {
    this.rooms = new Rooms(plugins);
  }

  @Descriptor("lists images")
  public Table images(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        PluginTypes.SERVICE + ".images-service",
        ImageStore.class,
        images -> {
          Table table = new Table("NAME", "DIGEST", "MEDIA TYPE", "SIZE", "UPDATED", "LABELS");
          for (Image image : images.list(call, Filter.ALL)) {
            table.add(
                image.name(),
                image.target().digest(),
                image.target().mediaType(),
                image.target().size(),
                Texts.time(image.updatedAt()),
                Texts.labels(image.labels()));
          }
          return table;
        });
  }

  @Descriptor("lists blobs")
  public Table content(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        PluginTypes.SERVICE + ".content-service",
        ContentStore.class,
        content -> {
          Table table = new Table("DIGEST", "SIZE", "UPDATED", "LABELS");
          content.walk(
              call,
              Filter.ALL,
              blob ->
                  table.add(
                      blob.digest(),
                      blob.size(),
                      Texts.time(blob.updatedAt()),
                      Texts.labels(blob.labels())));
          return table;
        });
  }

  @Descriptor("lists snapshots of overlayfs")
  public Table snapshots(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    return snapshots(session, namespace, "overlayfs");
  }

  @Descriptor("lists snapshots")
  public Table snapshots(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace,
      @Descriptor("the snapshotter") String snapshotter) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        PluginTypes.SERVICE + ".snapshots-service",
        Snapshotters.class,
        snapshotters -> list(snapshotters.named(snapshotter), call));
  }

  private static Table list(Snapshotter snapshotter, Call call) {
    Table table = new Table("KEY", "PARENT", "KIND", "UPDATED", "LABELS");
    snapshotter.walk(
        call,
        Filter.ALL,
        snapshot ->
            table.add(
                snapshot.name(),
                snapshot.parent(),
                snapshot.kind().text(),
                Texts.time(snapshot.updatedAt()),
                Texts.labels(snapshot.labels())));
    return table;
  }

  @Descriptor("lists containers")
  public Table containers(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        PluginTypes.SERVICE + ".containers-service",
        ContainerStore.class,
        containers -> {
          Table table = new Table("ID", "IMAGE", "RUNTIME", "SNAPSHOTTER", "SNAPSHOT", "LABELS");
          containers.walk(
              call,
              Filter.ALL,
              container ->
                  table.add(
                      container.id(),
                      container.image(),
                      container.runtime().name(),
                      container.snapshotter(),
                      container.snapshotKey(),
                      Texts.labels(container.labels())));
          return table;
        });
  }

  @Descriptor("lists leases")
  public Table leases(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        PluginTypes.LEASE + ".manager",
        LeaseManager.class,
        leases -> {
          Table table = new Table("ID", "CREATED", "KEEPS", "LABELS");
          for (Lease lease : leases.list(call, Filter.ALL)) {
            table.add(
                lease.id(),
                Texts.time(lease.createdAt()),
                leases.resources(call, lease.id()).size(),
                Texts.labels(lease.labels()));
          }
          return table;
        });
  }
}
