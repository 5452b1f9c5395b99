package dev.gantry.gc;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.metadata.MetadataDatabase.Mutations;
import dev.gantry.api.metadata.MetadataDatabase.Watch;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Handle.Use;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Hears of every write, whichever database is there: when one is made ready it listens anew.
final class MetadataWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(MetadataWatch.class.getName());

  private final Handle<MetadataDatabase> metadata;
  private final Mutations listener;
  private final AtomicReference<Plugins.@Nullable Watch> plugins = new AtomicReference<>();
  private final AtomicReference<@Nullable Watch> database = new AtomicReference<>();
  private volatile boolean closed;

  MetadataWatch(Handle<MetadataDatabase> metadata, Mutations listener) {
    this.metadata = metadata;
    this.listener = listener;
  }

  void start(Plugins all) {
    plugins.set(all.watch(this::changed));
  }

  private void changed(PluginStatus status, boolean gone) {
    if (status.type().equals(PluginTypes.METADATA) && status.state() == State.READY && !gone) {
      renew();
    }
  }

  private void renew() {
    Watch fresh;
    // The watch is kept longer than the use: a database that closes tells nothing more.
    try (Use<MetadataDatabase> use = metadata.open()) {
      fresh = use.get().watch(listener);
    } catch (GantryException e) {
      LOG.log(Level.WARNING, "no writes are heard of reason=\"{0}\"", e.getMessage());
      return;
    }
    Watch before = database.getAndSet(fresh);
    if (closed) {
      fresh.close();
    }
    if (before != null) {
      before.close();
      // What was written between the two is not known; a deletion is the safe guess.
      listener.written(true);
    }
  }

  @Override
  public void close() {
    closed = true;
    Plugins.Watch all = plugins.getAndSet(null);
    if (all != null) {
      all.close();
    }
    Watch last = database.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }
}
