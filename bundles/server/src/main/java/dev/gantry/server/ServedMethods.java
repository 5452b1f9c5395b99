package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.HandlerRegistry;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The methods that ready plugins offer on one channel, by full name. A method stays known while
/// its plugin is exchanged; calls that come meanwhile wait in the plugin's handle.
final class ServedMethods extends HandlerRegistry implements Plugins.Listener {
  private static final System.Logger LOG = System.getLogger(ServedMethods.class.getName());

  private final Plugins plugins;
  private final ServiceOffer.Channel channel;
  private final Map<String, ServerMethodDefinition<?, ?>> methods = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> namesByPlugin = new HashMap<>();

  ServedMethods(Plugins plugins, ServiceOffer.Channel channel) {
    this.plugins = plugins;
    this.channel = channel;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
    ServerMethodDefinition<?, ?> method = methods.get(name);
    return method != null ? method : UnknownMethod.named(name, methods.keySet());
  }

  @Override
  public void changed(PluginStatus status, boolean gone) {
    if (gone || status.state() == PluginStatus.State.DISABLED) {
      withdraw(status.uri(), Set.of());
    } else if (status.state() == PluginStatus.State.READY) {
      plugins.find(status.uri()).ifPresent(handle -> offer(status.uri(), handle));
    }
  }

  private void offer(String uri, Handle<Object> handle) {
    Map<String, ServerMethodDefinition<?, ?>> found = new HashMap<>();
    try (Handle.Use<Object> use = handle.open()) {
      if (use.get() instanceof ServiceOffer offer) {
        for (Object service : offer.services(channel)) {
          for (ServerMethodDefinition<?, ?> method :
              ((ServerServiceDefinition) service).getMethods()) {
            String name = method.getMethodDescriptor().getFullMethodName();
            found.put(name, HeldMethod.of(method, channel, handle));
          }
        }
      }
    } catch (GantryException e) {
      LOG.log(
          Level.DEBUG, "plugin={0} went before its services were read: {1}", uri, e.getMessage());
      return;
    }
    withdraw(uri, found.keySet());
    methods.putAll(found);
  }

  /// Forgets the methods of a plugin but for those it offers again.
  private synchronized void withdraw(String uri, Set<String> kept) {
    Set<String> old = namesByPlugin.getOrDefault(uri, Set.of());
    methods
        .keySet()
        .removeAll(old.stream().filter(name -> !kept.contains(name)).collect(Collectors.toSet()));
    namesByPlugin.put(uri, Set.copyOf(kept));
  }
}
