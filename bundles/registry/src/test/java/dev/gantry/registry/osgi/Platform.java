package dev.gantry.registry.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import dev.gantry.api.plugin.Registration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.util.tracker.ServiceTracker;

/// A real framework with the registry, Declarative Services and bundles made on the way.
final class Platform implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  final List<String> events = new ArrayList<>();
  final BlockingQueue<String> exits = new LinkedBlockingQueue<>();
  private final Framework framework;
  private final ServiceTracker<Function<String, String>, Function<String, String>> probe;

  Platform(Path cache, Map<String, String> properties) throws BundleException {
    Map<String, String> all = new HashMap<>(properties);
    all.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    all.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "sun.misc");
    framework = new FrameworkFactory().newFramework(all);
    framework.init();
    Consumer<String> exit = exits::add;
    framework
        .getBundleContext()
        .registerService(
            Consumer.class, exit, new java.util.Hashtable<>(Map.of("gantry.role", "exit")));
    for (String name :
        List.of("org.apache.felix.scr", "service.component-", "util.promise", "util.function")) {
      install(jar(name));
    }
    install(bundle("api", "dev.gantry.api.*;com.google.re2j", "1.0.0", Map.of()));
    install(
        bundle(
            "registry",
            Stream.of("graph", "life", "loop", "osgi", "scope", "use", "view")
                .map(part -> "dev.gantry.registry." + part)
                .reduce((left, right) -> left + ";" + right)
                .orElseThrow(),
            "1.0.0",
            Map.of("Bundle-Activator", "dev.gantry.registry.osgi.Activator")));
    install(
        bundle(
            "probe",
            "dev.gantry.registry.osgi.inside",
            "1.0.0",
            Map.of("Bundle-Activator", "dev.gantry.registry.osgi.inside.Probe")));
    probe = new ServiceTracker<>(framework.getBundleContext(), Function.class.getName(), null);
    probe.open();
  }

  /// Starts all bundles, then the framework, as the launcher does.
  Platform start() throws BundleException {
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      if (bundle.getBundleId() != 0) {
        bundle.start();
      }
    }
    framework.start();
    framework.getBundleContext().addBundleListener(event -> note(event));
    return this;
  }

  private void note(BundleEvent event) {
    synchronized (events) {
      events.add(event.getBundle().getSymbolicName());
    }
  }

  String ask(String question) {
    try {
      return probe.waitForService(LIMIT.toMillis()).apply(question);
    } catch (InterruptedException e) {
      return fail(e);
    }
  }

  void await(String question, String answer) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    String last = ask(question);
    while (!last.contains(answer)) {
      if (System.nanoTime() - limit > 0) {
        fail(question + " gives " + last + " and never " + answer);
      }
      Thread.onSpinWait();
      last = ask(question);
    }
  }

  Bundle install(InputStream jar) throws BundleException {
    return framework.getBundleContext().installBundle("test:" + System.nanoTime(), jar);
  }

  /// A bundle of packages on the class path of the test.
  static InputStream bundle(
      String name, String packages, String version, Map<String, String> headers) {
    try (Builder builder = new Builder()) {
      builder.setProperty("Bundle-SymbolicName", name);
      builder.setProperty("Bundle-Version", version);
      builder.setProperty("-includepackage", packages);
      builder.setProperty("Import-Package", "!org.jspecify.annotations,*");
      headers.forEach(builder::setProperty);
      // The registry's packages have tests in them, which are no part of the bundle.
      builder.setClasspath(
          Stream.of(classPath())
              .filter(file -> !name.equals("registry") || !file.getName().equals("test-classes"))
              .toArray(File[]::new));
      Jar jar = builder.build();
      assertEquals(List.of(), builder.getErrors());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      jar.write(bytes);
      return new ByteArrayInputStream(bytes.toByteArray());
    } catch (Exception e) { // bnd throws nothing narrower
      return fail(e);
    }
  }

  private static File[] classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(File::new)
        .filter(File::exists)
        .toArray(File[]::new);
  }

  private static InputStream jar(String name) {
    File found =
        Stream.of(classPath())
            .filter(file -> file.getName().contains(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " is not on the class path"));
    try {
      return Files.newInputStream(found.toPath());
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      framework.stop();
      framework.waitForStop(LIMIT.toMillis());
    } catch (BundleException | InterruptedException e) {
      fail(e);
    }
  }

  @Override
  public void close() {
    stop();
    assertEquals(Bundle.RESOLVED, framework.getState());
    assertEquals("dev.gantry.api.plugin", Registration.class.getPackageName());
  }
}
