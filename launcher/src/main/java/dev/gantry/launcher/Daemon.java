package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;

/// The framework with the bundles of the start list. Bundles end the daemon through a service, a
/// `Consumer` of the reason with the property `gantry.role=exit`; it has them read the
/// configuration again through a `Runnable` with `gantry.role=reload`, or has it printed through
/// one with `gantry.role=print`.
final class Daemon {
  private static final System.Logger LOG = System.getLogger(Daemon.class.getName());
  private static final String LAST_LEVEL = "9";

  /// Of what is started on demand only; with `--shell` at once.
  private static final String SHELL_LEVEL = "10";

  private static final long STOP_SECONDS = 90;

  private final Distribution distribution;
  private final Flags flags;
  private final Framework framework;
  private final AtomicInteger status = new AtomicInteger();
  private volatile boolean stopping;

  /// @param cache the framework's folder
  /// @throws IOException when the distribution does not say what its class path offers
  Daemon(Distribution distribution, Flags flags, Path cache) throws IOException {
    this.distribution = distribution;
    this.flags = flags;
    this.framework = new FrameworkFactory().newFramework(properties(cache));
  }

  private Map<String, String> properties(Path cache) throws IOException {
    Map<String, String> properties = new HashMap<>(distribution.framework());
    properties.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    properties.put(
        Constants.FRAMEWORK_BEGINNING_STARTLEVEL, flags.shell() ? SHELL_LEVEL : LAST_LEVEL);
    // A new version of a deployed bundle is started beside the old one.
    properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
    properties.put("felix.log.level", "0"); // What fails is asked for below.
    properties.put("ds.cache.metadata", "true"); // Components' XML is read once a bundle cache.
    flags.given().forEach((name, value) -> properties.put("gantry.flag." + name, value));
    return properties;
  }

  /// Starts the bundles of the list. A stop that comes meanwhile ends it early.
  ///
  /// @throws IOException when a bundle is not there
  /// @throws BundleException when one does not start
  void start() throws BundleException, IOException {
    try {
      framework.init();
      Consumer<String> exit = this::giveUp;
      framework
          .getBundleContext()
          .registerService(
              Consumer.class, exit, FrameworkUtil.asDictionary(Map.of("gantry.role", "exit")));
      List<Bundle> bundles = install(framework.getBundleContext());
      framework.start();
      for (Bundle bundle : bundles) {
        ensureStarted(bundle);
      }
    } catch (BundleException | IOException | IllegalStateException e) {
      if (!stopping) {
        status.set(1);
        throw e;
      }
      LOG.log(Level.DEBUG, "the start was cut short", e);
    }
  }

  /// Removes what an earlier start left and the list does not name, then installs what is missing.
  /// In this order, as what somebody installed by hand may have the name of a bundle of the list.
  private List<Bundle> install(BundleContext context) throws BundleException, IOException {
    Map<String, Distribution.Entry> listed = new LinkedHashMap<>();
    for (Distribution.Entry entry : distribution.startList(flags.features())) {
      listed.put("reference:" + entry.jar().toUri(), entry);
    }
    for (Bundle present : context.getBundles()) {
      if (present.getBundleId() != Constants.SYSTEM_BUNDLE_ID
          && !listed.containsKey(present.getLocation())) {
        present.uninstall();
      }
    }
    List<Bundle> bundles = new ArrayList<>();
    for (Map.Entry<String, Distribution.Entry> entry : listed.entrySet()) {
      Bundle bundle = context.getBundle(entry.getKey());
      if (bundle == null) {
        bundle = install(context, entry.getValue(), entry.getKey());
      }
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
        bundle.start();
        bundles.add(bundle);
      }
    }
    return bundles;
  }

  private static Bundle install(BundleContext context, Distribution.Entry entry, String location)
      throws BundleException, IOException {
    if (!Files.isRegularFile(entry.jar())) {
      throw new IOException("the start list names \"" + entry.jar() + "\", which is not there");
    }
    Bundle bundle = context.installBundle(location);
    bundle.adapt(BundleStartLevel.class).setStartLevel(entry.level());
    return bundle;
  }

  /// The framework starts bundles and keeps silent on failures; a second try tells.
  private void ensureStarted(Bundle bundle) throws BundleException {
    try {
      if (bundle.getState() != Bundle.ACTIVE && !stopping) {
        bundle.start();
      }
    } catch (BundleException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BundleException(
          "bundle " + bundle.getSymbolicName() + " did not start: " + cause.getMessage(), e);
    }
  }

  private void giveUp(String reason) {
    if (status.compareAndSet(0, 1)) {
      System.err.println("gantry: " + reason);
    }
    stopping = true;
    Thread.ofPlatform().name("give up").start(this::stop);
  }

  /// Has the configuration read again; what comes of it is in the log.
  void reload() {
    try {
      if (!run("reload")) {
        LOG.log(Level.WARNING, "configuration not reloaded: the daemon does not serve yet");
      }
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "configuration not reloaded", e);
    }
  }

  /// Has the configuration printed.
  void print() {
    if (!run("print")) {
      giveUp("nobody prints the configuration");
    }
  }

  /// Whether somebody had taken the role.
  private boolean run(String role) {
    BundleContext context = framework.getBundleContext();
    try {
      for (ServiceReference<Runnable> reference :
          context.getServiceReferences(Runnable.class, "(gantry.role=" + role + ")")) {
        Runnable action = context.getService(reference);
        if (action != null) {
          action.run();
          return true;
        }
      }
      return false;
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Waits until the framework has stopped.
  void awaitStop() {
    try {
      framework.waitForStop(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stops everything in order and waits for it, bounded.
  ///
  /// @return the exit status
  int stop() {
    stopping = true;
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
