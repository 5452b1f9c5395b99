package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Registration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// A registry under test, with a way to wait for what becomes of plugins. Waits are bounded; none
/// of them decides by time.
final class House implements AutoCloseable {
  static final Settings PATIENT =
      new Settings(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
  private static final long LIMIT_SECONDS = 20;

  final Registry registry;
  final CompletableFuture<Void> complete = new CompletableFuture<>();
  final CompletableFuture<String> fatal = new CompletableFuture<>();
  private long serviceIds;

  /// Held here, or the logger and its handler would be collected.
  private final Logger log = Logger.getLogger("dev.gantry.registry.loop.Loop");

  private final List<LogRecord> errors = new CopyOnWriteArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          errors.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  House() {
    log.addHandler(handler);
    registry =
        new Registry(
            new Outside() {
              @Override
              public void complete() {
                complete.complete(null);
              }

              @Override
              public void fatal(String reason) {
                fatal.complete(reason);
              }
            });
  }

  /// Starts with what was put in, and waits for the end of the first pass.
  House start(Configuration configuration) {
    registry.configure(configuration);
    registry.begin();
    get(complete);
    return this;
  }

  House start() {
    return start(FakeConfiguration.of(PATIENT));
  }

  long put(String uri, Registration registration) {
    return put(uri, 0, registration);
  }

  /// @return the id of its service
  long put(String uri, int ranking, Registration registration) {
    return put(uri, ranking, "family" + (serviceIds + 1), registration);
  }

  /// @param family name of its bundle; each registration has a bundle of its own
  /// @return the id of its service
  long put(String uri, int ranking, String family, Registration registration) {
    return put(uri, ranking, family, serviceIds + 1, registration);
  }

  /// @param bundle its number
  /// @return the id of its service
  long put(String uri, int ranking, String family, long bundle, Registration registration) {
    int slash = uri.indexOf('/');
    serviceIds++;
    registry.come(
        new Candidate(
            uri.substring(0, slash),
            uri.substring(slash + 1),
            ranking,
            serviceIds,
            bundle,
            family,
            "bundle" + serviceIds,
            new Candidate.Source() {
              @Override
              public Registration fetch() {
                return registration;
              }

              @Override
              public void release() {}
            }));
    return serviceIds;
  }

  void take(long serviceId) {
    get(registry.go(serviceId, Parting.ALONE));
  }

  Handle<Object> handle(String uri) {
    return registry.plugins().find(name(uri)).orElseThrow();
  }

  Object open(String uri) {
    try (Handle.Use<Object> use = handle(uri).open()) {
      return use.get();
    }
  }

  PluginStatus status(String uri) {
    return registry.plugins().statuses().stream()
        .filter(status -> status.uri().equals(name(uri)))
        .findFirst()
        .orElseThrow();
  }

  List<String> order() {
    return registry.plugins().statuses().stream().map(PluginStatus::id).toList();
  }

  PluginStatus await(String uri, State state) {
    return await(uri, status -> status.state() == state);
  }

  PluginStatus await(String uri, Predicate<PluginStatus> condition) {
    BlockingQueue<PluginStatus> matching = new LinkedBlockingQueue<>();
    try (Plugins.Watch _ =
        registry
            .plugins()
            .watch(
                (status, gone) -> {
                  if (!gone && status.uri().equals(name(uri)) && condition.test(status)) {
                    matching.add(status);
                  }
                })) {
      PluginStatus status = matching.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      return status == null ? fail(uri + " stays " + registry.plugins().statuses()) : status;
    } catch (InterruptedException e) {
      return fail(e);
    }
  }

  void awaitGone(String uri) {
    Impatient.await(() -> registry.plugins().find(name(uri)).isEmpty());
  }

  static <T> T get(CompletableFuture<T> future) {
    return future.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private static String name(String uri) {
    return uri.replaceFirst("/", ".");
  }

  @Override
  public void close() {
    get(registry.stop());
    log.removeHandler(handler);
    assertEquals(List.of(), errors.stream().map(LogRecord::getMessage).toList());
    assertTrue(
        registry.plugins().statuses().stream().noneMatch(s -> s.state() == State.READY),
        "plugins outlive the registry");
  }
}
