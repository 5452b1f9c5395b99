package dev.gantry.deploy;

import dev.gantry.api.plugin.Registration;
import dev.gantry.deploy.jar.Need;
import dev.gantry.deploy.jar.PluginJar;
import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/// Installs and removes bundles. Each copy becomes a bundle of its own, beside the one it is to
/// replace; no bundle is ever updated or refreshed.
final class Units {
  private static final System.Logger LOG = System.getLogger("dev.gantry.deploy");
  private static final String PLACE = "deploy:";

  private final BundleContext context;
  private long number;

  Units(BundleContext context) {
    this.context = context;
  }

  /// Removes what an earlier instance of this bundle installed.
  void clear() {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getLocation().startsWith(PLACE)) {
        end(bundle);
      }
    }
  }

  /// What the bundle would not resolve without.
  List<String> missing(PluginJar jar) {
    List<String> missing = new ArrayList<>();
    for (Need need : jar.needs()) {
      List<BundleCapability> there = capabilities(need.namespace());
      if (there.stream().noneMatch(need::isMetBy)) {
        missing.add(need.missing(there));
      }
    }
    return missing;
  }

  private List<BundleCapability> capabilities(String namespace) {
    List<BundleCapability> all = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring != null) {
        all.addAll(wiring.getCapabilities(namespace));
      }
    }
    return all;
  }

  /// Installs and starts a bundle.
  ///
  /// @throws RefusedException when that fails; then nothing of it is left
  Unit start(String file, PluginJar jar, Shelf.Copy copy) throws IOException, RefusedException {
    List<String> missing = missing(jar);
    if (!missing.isEmpty()) {
      throw new RefusedException("it lacks " + String.join("; ", missing));
    }
    Bundle bundle = null;
    try (InputStream in = Files.newInputStream(copy.file())) {
      bundle = context.installBundle(PLACE + file + "#" + ++number, in);
      bundle.start();
    } catch (BundleException e) {
      if (bundle != null) {
        end(bundle);
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RefusedException("its bundle does not start: " + cause.getMessage());
    }
    Unit unit = new Unit(jar, copy, bundle);
    if (rankings(unit).isEmpty()) {
      end(unit);
      throw new RefusedException("it publishes no Registration, though its manifest names plugins");
    }
    return unit;
  }

  /// Rankings of the plugins whose registrations a bundle publishes, by URI.
  static Map<String, Integer> rankings(Unit unit) {
    return rankings(unit.bundle());
  }

  private static Map<String, Integer> rankings(Bundle bundle) {
    ServiceReference<?>[] services = bundle.getRegisteredServices();
    Map<String, Integer> rankings = new TreeMap<>();
    for (ServiceReference<?> service : services == null ? new ServiceReference<?>[0] : services) {
      Object classes = service.getProperty(Constants.OBJECTCLASS);
      if (Stream.of((String[]) classes).anyMatch(Registration.class.getName()::equals)) {
        String uri =
            service.getProperty("gantry.plugin.type")
                + "."
                + service.getProperty("gantry.plugin.id");
        rankings.put(
            uri, service.getProperty(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0);
      }
    }
    return rankings;
  }

  /// The ranking of a plugin's registration.
  ///
  /// @param bundle as states of plugins name it
  int ranking(String uri, String bundle) {
    for (Bundle candidate : context.getBundles()) {
      Map<String, Integer> rankings = rankings(candidate);
      if (rankings.containsKey(uri) && bundle.endsWith("[" + candidate.getBundleId() + "]")) {
        return rankings.get(uri);
      }
    }
    return 0;
  }

  /// Removes a bundle, which waits until nothing of it is in use.
  void end(Unit unit) {
    end(unit.bundle());
  }

  /// The same, without having the caller wait.
  void endLater(Unit unit) {
    Thread.ofPlatform().daemon().name("undeploy " + unit.jar().name()).start(() -> end(unit));
  }

  private static void end(Bundle bundle) {
    try {
      if (bundle.getState() != Bundle.UNINSTALLED) {
        bundle.uninstall();
      }
    } catch (BundleException | IllegalStateException e) {
      LOG.log(Level.WARNING, "bundle " + bundle.getSymbolicName() + " is not removed", e);
    }
  }
}
