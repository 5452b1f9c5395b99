package dev.gantry.registry.osgi.inside;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Plugins;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;

/// The test's arm inside of the framework: speaks to the registry by the api, and to the test in
/// strings alone.
public final class Probe implements BundleActivator {
  private final List<Thread> callers = new CopyOnWriteArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final Set<String> failures = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;
  private volatile Plugins plugins;
  private volatile WeakReference<ClassLoader> marked = new WeakReference<>(null);

  @Override
  public void start(BundleContext context) {
    context.registerService(Configuration.class, configuration(context), null);
    new ServiceTracker<Plugins, Plugins>(context, Plugins.class, null) {
      @Override
      public Plugins addingService(ServiceReference<Plugins> reference) {
        plugins = super.addingService(reference);
        return plugins;
      }

      @Override
      public void removedService(ServiceReference<Plugins> reference, Plugins service) {
        System.setProperty("dev.gantry.registry.trace", "withdrawn, ");
      }
    }.open();
    Hashtable<String, String> properties = new Hashtable<>();
    properties.put("role", "probe");
    Function<String, String> answer = this::answer;
    context.registerService(Function.class, answer, properties);
  }

  @Override
  public void stop(BundleContext context) {
    ended = true;
  }

  private String answer(String question) {
    String[] words = question.split(" ");
    return switch (words[0]) {
      case "published" -> String.valueOf(plugins != null);
      case "states" ->
          String.join(" ", plugins.statuses().stream().map(s -> s.id() + "=" + s.state()).toList());
      case "call" -> call(words[1]);
      case "mark" -> mark(words[1]);
      case "marked" -> marked();
      case "stop" -> stopWithin(words[1]);
      case "load" -> load(words[1]);
      case "calls" -> String.valueOf(calls.get());
      case "failures" -> failures.toString();
      default -> throw new IllegalArgumentException(question);
    };
  }

  private String call(String uri) {
    return plugins
        .find(uri)
        .orElseThrow()
        .with(object -> String.valueOf(((Supplier<?>) object).get()));
  }

  /// Remembers the class loader of a plugin without keeping it.
  private String mark(String uri) {
    marked =
        new WeakReference<>(
            plugins.find(uri).orElseThrow().with(object -> object.getClass().getClassLoader()));
    return "";
  }

  private String marked() {
    System.gc();
    return marked.get() == null ? "gone" : "there";
  }

  /// Stops the bundle of a plugin during a call to that plugin.
  private String stopWithin(String uri) {
    long start = System.nanoTime();
    plugins
        .find(uri)
        .orElseThrow()
        .run(
            object -> {
              try {
                FrameworkUtil.getBundle(object.getClass()).stop();
              } catch (BundleException e) {
                throw new IllegalStateException(e);
              }
            });
    return String.valueOf(Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  private String load(String uri) {
    for (int i = 0; i < 16; i++) {
      callers.add(Thread.ofPlatform().daemon().start(() -> callWithoutEnd(uri)));
    }
    return "";
  }

  private void callWithoutEnd(String uri) {
    while (!ended) {
      try {
        call(uri);
        calls.incrementAndGet();
      } catch (RuntimeException | LinkageError e) {
        failures.add(e.toString());
      }
      Thread.yield();
    }
  }

  /// Defaults, less the plugins that the framework's property disables and with those it requires.
  private static Configuration configuration(BundleContext context) {
    return (Configuration)
        Proxy.newProxyInstance(
            Probe.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (_, method, arguments) ->
                switch (method.getName()) {
                  case "section" -> arguments[1];
                  case "disabledPlugins" -> uris(context, "test.disabled");
                  case "requiredPlugins" -> uris(context, "test.required");
                  case "timeout" -> Duration.ZERO;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static Set<String> uris(BundleContext context, String property) {
    return Optional.ofNullable(context.getProperty(property)).map(Set::of).orElse(Set.of());
  }
}
