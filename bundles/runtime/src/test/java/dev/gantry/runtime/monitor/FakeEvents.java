package dev.gantry.runtime.monitor;

import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.TaskOOM;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// An exchange with one subscriber, which hears what is told, and an ear of the test.
final class FakeEvents implements Exchange, Handle<Exchange> {
  private static final Envelope END = new Envelope(Instant.EPOCH, "", "", null);

  final BlockingQueue<Envelope> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Envelope> waiting = new LinkedBlockingQueue<>();
  private volatile Filter filter = Filter.ALL;

  /// As a shim tells.
  void oom(String namespace, String task) {
    TaskOOM oom = TaskOOM.newBuilder().setContainerId(task).build();
    forward(
        new Envelope(
            Instant.now(),
            namespace,
            "/tasks/oom",
            new TypedValue("containerd.events.TaskOOM", oom.toByteArray())));
  }

  @Override
  public void forward(Envelope envelope) {
    told.add(envelope);
    if (filter.matches(path -> Optional.of(envelope.topic()))) {
      waiting.add(envelope);
    }
  }

  @Override
  public void publish(String namespace, Event event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void publish(String namespace, String topic, @Nullable TypedValue event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(List<String> filters) {
    filter = Filter.parse(filters);
    return new Subscription() {
      @Override
      public Optional<Envelope> next() {
        try {
          Envelope next = waiting.take();
          return next == END ? Optional.empty() : Optional.of(next);
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void close() {
        waiting.add(END);
      }
    };
  }

  @Override
  public Use<Exchange> open() {
    return new Use<>() {
      @Override
      public Exchange get() {
        return FakeEvents.this;
      }

      @Override
      public void close() {}
    };
  }
}
