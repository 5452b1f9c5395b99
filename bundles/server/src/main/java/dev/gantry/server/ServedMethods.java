package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.HandlerRegistry;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The methods that ready plugins offer on one channel, by full name. A method stays known while
/// its plugin is exchanged; calls that come meanwhile wait in the plugin's handle. Of two plugins
/// that offer the same method the one that came first serves it.
final class ServedMethods extends HandlerRegistry implements Plugins.Listener {
  private static final System.Logger LOG = System.getLogger(ServedMethods.class.getName());

  private final Plugins plugins;
  private final ServiceOffer.Channel channel;
  private final int maxSend;
  private final AtomicInteger underWay = new AtomicInteger();

  /// Guarded by this.
  private final Map<String, Map<String, ServerMethodDefinition<InputStream, InputStream>>>
      byPlugin = new LinkedHashMap<>();

  /// All of them; never changed once it is here.
  private volatile Map<String, ServerMethodDefinition<InputStream, InputStream>> methods = Map.of();

  ServedMethods(Plugins plugins, ServiceOffer.Channel channel, int maxSend) {
    this.plugins = plugins;
    this.channel = channel;
    this.maxSend = maxSend;
  }

  @Override
  public ServerMethodDefinition<InputStream, InputStream> lookupMethod(
      String name, @Nullable String authority) {
    Map<String, ServerMethodDefinition<InputStream, InputStream>> known = methods;
    ServerMethodDefinition<InputStream, InputStream> method = known.get(name);
    return method != null ? method : UnknownMethod.named(channel, name, known.keySet());
  }

  /// Whether a call is under way that ends by itself: one that does not park.
  boolean isBusy() {
    return underWay.get() > 0;
  }

  @Override
  public void changed(PluginStatus status, boolean gone) {
    if (gone || status.state() == PluginStatus.State.DISABLED) {
      put(status.uri(), Map.of());
    } else if (status.state() == PluginStatus.State.READY) {
      plugins.find(status.uri()).ifPresent(handle -> offer(status.uri(), handle));
    }
  }

  private void offer(String uri, Handle<Object> handle) {
    try (Handle.Use<Object> use = handle.open()) {
      if (use.get() instanceof ServiceOffer offer) {
        put(uri, methods(offer, handle));
      } else {
        put(uri, Map.of());
      }
    } catch (GantryException e) {
      LOG.log(Level.DEBUG, "plugin={0} went before it was asked: {1}", uri, e.getMessage());
    } catch (RuntimeException e) { // A plugin's own; it must not hurt others.
      LOG.log(Level.WARNING, "what plugin \"" + uri + "\" offers is not served", e);
      put(uri, Map.of());
    }
  }

  private Map<String, ServerMethodDefinition<InputStream, InputStream>> methods(
      ServiceOffer offer, Handle<Object> handle) {
    Map<String, ServerMethodDefinition<InputStream, InputStream>> found = new HashMap<>();
    for (Object service : offer.services(channel)) {
      for (ServerMethodDefinition<?, ?> offered :
          ((ServerServiceDefinition) service).getMethods()) {
        MethodDescriptor<?, ?> method = offered.getMethodDescriptor();
        String name = method.getFullMethodName();
        MethodDescriptor<InputStream, InputStream> raw = RawBytes.method(name, method.getType());
        found.put(
            name,
            ServerMethodDefinition.create(
                raw, new HeldMethod(name, channel, handle, maxSend, underWay)));
      }
    }
    return found;
  }

  private synchronized void put(
      String uri, Map<String, ServerMethodDefinition<InputStream, InputStream>> offered) {
    if (offered.isEmpty()) {
      byPlugin.remove(uri);
    } else {
      byPlugin.put(uri, offered);
    }
    Map<String, ServerMethodDefinition<InputStream, InputStream>> all = new HashMap<>();
    byPlugin.values().forEach(each -> each.forEach(all::putIfAbsent));
    methods = Map.copyOf(all);
  }
}
