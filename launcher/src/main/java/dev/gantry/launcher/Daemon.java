package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/// The framework with the bundles of the start list. Bundles end the daemon through a service, a
/// `Consumer` of the reason with the property `gantry.role=exit`.
final class Daemon {
  private static final System.Logger LOG = System.getLogger(Daemon.class.getName());
  private static final String LAST_LEVEL = "9";
  private static final long STOP_SECONDS = 60;

  private final Distribution distribution;
  private final Flags flags;
  private final Framework framework;
  private final AtomicInteger status = new AtomicInteger();

  Daemon(Distribution distribution, Flags flags, BundleCache cache) {
    this.distribution = distribution;
    this.flags = flags;
    this.framework = new FrameworkFactory().newFramework(properties(cache.folder()));
  }

  private Map<String, String> properties(Path cache) {
    Map<String, String> properties = new HashMap<>();
    properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, LAST_LEVEL);
    properties.put("felix.log.level", "0");
    properties.put("gosh.args", flags.shell() ? "" : "--nointeractive");
    properties.put("gantry.version", distribution.version());
    properties.put("gantry.revision", distribution.revision());
    flags.given().forEach((name, value) -> properties.put("gantry.flag." + name, value));
    return properties;
  }

  /// Returns when every bundle of the list is started.
  void start() throws BundleException, IOException {
    framework.init();
    BundleContext context = framework.getBundleContext();
    Consumer<String> exit = this::giveUp;
    context.registerService(
        Consumer.class, exit, FrameworkUtil.asDictionary(Map.of("gantry.role", "exit")));
    Map<String, Bundle> present = new HashMap<>();
    for (Bundle bundle : context.getBundles()) {
      present.put(bundle.getLocation(), bundle);
    }
    for (Distribution.Entry entry : distribution.startList(features())) {
      install(context, entry, present);
    }
    for (Bundle stale : present.values()) {
      if (stale.getBundleId() != Constants.SYSTEM_BUNDLE_ID) {
        stale.uninstall();
      }
    }
    List<String> failures = new CopyOnWriteArrayList<>();
    FrameworkListener listener =
        event -> {
          if (event.getType() == FrameworkEvent.ERROR) {
            failures.add(event.getBundle() + ": " + event.getThrowable().getMessage());
          }
        };
    context.addFrameworkListener(listener);
    framework.start();
    context.removeFrameworkListener(listener);
    if (!failures.isEmpty()) {
      status.set(1);
      throw new BundleException("not every bundle started: " + String.join("; ", failures));
    }
  }

  private List<String> features() {
    List<String> features = new ArrayList<>(List.of("core"));
    if (flags.shell()) {
      features.add("shell");
    }
    return features;
  }

  private static void install(
      BundleContext context, Distribution.Entry entry, Map<String, Bundle> present)
      throws BundleException, IOException {
    String location = "reference:" + entry.jar().toUri();
    Bundle bundle = present.remove(location);
    if (bundle == null) {
      if (!Files.isRegularFile(entry.jar())) {
        throw new IOException("the start list names \"" + entry.jar() + "\", which is not there");
      }
      bundle = context.installBundle(location);
      bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
    }
    if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    }
  }

  private void giveUp(String reason) {
    LOG.log(Level.ERROR, "the daemon stops: {0}", reason);
    System.err.println("gantry: " + reason);
    status.set(1);
    Thread.ofPlatform().name("give up").start(this::stop);
  }

  /// Waits until the framework has stopped.
  ///
  /// @return the exit status
  int awaitStop() {
    try {
      framework.waitForStop(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return status.get();
  }

  /// Stops everything in order and waits for it, bounded.
  ///
  /// @return the exit status
  int stop() {
    try {
      framework.stop();
      framework.waitForStop(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (BundleException e) {
      LOG.log(Level.ERROR, "the framework did not stop", e);
      status.set(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return status.get();
  }
}
