package dev.gantry.runtime.monitor;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.TaskOOM;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Tells the daemon's clients that the kernel killed in a task, and hears what shims tell of it.
/// Safe on any thread.
final class OomNotices implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OomNotices.class.getName());
  private static final String TOPIC = "/tasks/oom";
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Handle<Exchange> exchange;
  private final Duration patience;
  private final AtomicReference<@Nullable Subscription> heard = new AtomicReference<>();
  private volatile boolean closed;

  /// @param patience how long a shim has to tell of a kill itself
  OomNotices(Handle<Exchange> exchange, Duration patience) {
    this.exchange = exchange;
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  /// Hears notices until it is closed, over changes of the exchange.
  ///
  /// @param hearer told the container's id and the whole notice
  void hear(BiConsumer<String, Envelope> hearer) {
    Thread.ofVirtual().name("oom-notices").start(() -> run(hearer));
  }

  private void run(BiConsumer<String, Envelope> hearer) {
    boolean deaf = false;
    while (!closed) {
      try (Subscription subscription =
          exchange.with(events -> events.subscribe(List.of("topic==\"" + TOPIC + "\"")))) {
        deaf = false;
        heard.set(subscription);
        if (!closed) {
          follow(subscription, hearer);
        }
      } catch (GantryException e) {
        if (!deaf) {
          LOG.log(Level.WARNING, "notices of kills are not heard: {0}", e.getMessage());
        }
        deaf = true;
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static void follow(Subscription subscription, BiConsumer<String, Envelope> hearer) {
    Optional<Envelope> next = subscription.next();
    while (next.isPresent()) {
      Envelope notice = next.get();
      task(notice).ifPresent(task -> hearer.accept(task, notice));
      next = subscription.next();
    }
  }

  private static Optional<String> task(Envelope notice) {
    TypedValue event = notice.event();
    try {
      return event == null
          ? Optional.empty()
          : Optional.of(TaskOOM.parseFrom(event.value()).getContainerId());
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      return Optional.empty(); // Clients may tell what they like.
    }
  }

  /// Tells of a kill at a time, by which the notice is known again when it is heard.
  void tell(String namespace, String task, Instant at) {
    TaskOOM oom = TaskOOM.newBuilder().setContainerId(task).build();
    TypedValue event = new TypedValue(TaskOOM.getDescriptor().getFullName(), oom.toByteArray());
    try {
      exchange.run(events -> events.forward(new Envelope(at, namespace, TOPIC, event)));
    } catch (GantryException e) {
      LOG.log(
          Level.WARNING,
          "event lost task={0}/{1} topic={2} reason=\"{3}\"",
          namespace,
          task,
          TOPIC,
          e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    Subscription subscription = heard.get();
    if (subscription != null) {
      subscription.close();
    }
  }
}
