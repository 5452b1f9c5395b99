package dev.gantry.grpc.events;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.types.TypedValue;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import dev.gantry.proto.services.events.v1.ForwardRequest;
import dev.gantry.proto.services.events.v1.PublishRequest;
import dev.gantry.proto.services.events.v1.SubscribeRequest;
import io.grpc.Context;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventsServiceTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final Any EVENT =
      Any.newBuilder()
          .setTypeUrl("containerd.events.TaskOOM")
          .setValue(ByteString.copyFromUtf8("\n\u0001c"))
          .build();

  private final Recording exchange = new Recording();
  private final AtomicInteger uses = new AtomicInteger();
  private final EventsService service = new EventsService(this::use);
  private final Loopback loopback = new Loopback(service.forClients());
  private final EventsGrpc.EventsBlockingStub client =
      EventsGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void publishTellsInTheCallsNamespace() throws InterruptedException {
    client.publish(PublishRequest.newBuilder().setTopic("/a").setEvent(EVENT).build());

    Envelope told = exchange.told.take();
    assertEquals("test", told.namespace());
    assertEquals("/a", told.topic());
    assertEquals(new TypedValue(EVENT.getTypeUrl(), EVENT.getValue().toByteArray()), told.event());
  }

  @Test
  void publishNeedsANamespaceButNoEvent() throws InterruptedException {
    PublishRequest request = PublishRequest.newBuilder().setTopic("/a").build();

    client.publish(request);

    assertNull(exchange.told.take().event());
    fails(
        Code.FAILED_PRECONDITION,
        "namespace is required: failed precondition",
        () -> EventsGrpc.newBlockingStub(loopback.channel()).publish(request));
  }

  @Test
  void forwardTellsTheEnvelopeUnchanged() throws InterruptedException {
    dev.gantry.proto.types.Envelope envelope = envelope().build();

    EventsGrpc.newBlockingStub(loopback.channel())
        .forward(ForwardRequest.newBuilder().setEnvelope(envelope).build());

    Envelope told = exchange.told.take();
    assertEquals(THEN, told.timestamp());
    assertEquals("other", told.namespace());
    assertEquals("/tasks/oom", told.topic());
  }

  @Test
  void forwardWithoutTimestampHasNoTime() throws InterruptedException {
    client.forward(ForwardRequest.newBuilder().setEnvelope(envelope().clearTimestamp()).build());
    client.forward(
        ForwardRequest.newBuilder()
            .setEnvelope(envelope().setTimestamp(Timestamp.getDefaultInstance()))
            .build());

    assertEquals(Times.NONE, exchange.told.take().timestamp());
    assertEquals(Instant.EPOCH, exchange.told.take().timestamp());
  }

  @Test
  void shimsForwardThroughTheirOwnService() throws InterruptedException {
    try (Loopback shims = new Loopback(service.forShims())) {
      dev.gantry.proto.services.events.ttrpc.v1.EventsGrpc.newBlockingStub(shims.channel())
          .forward(
              dev.gantry.proto.services.events.ttrpc.v1.ForwardRequest.newBuilder()
                  .setEnvelope(envelope())
                  .build());
    }

    assertEquals("/tasks/oom", exchange.told.take().topic());
  }

  @Test
  void subscriberGetsEnvelopesWithoutHoldingTheExchange() throws InterruptedException {
    Iterator<dev.gantry.proto.types.Envelope> events = subscribe("topic==x");
    Queue queue = exchange.subscriptions.take();

    queue.add(new Envelope(THEN, "n", "/x", null));
    dev.gantry.proto.types.Envelope got = events.next();

    assertEquals(List.of("topic==x"), queue.filters);
    assertEquals(0, uses.get());
    assertEquals(THEN, Times.from(got.getTimestamp()));
    assertEquals("n", got.getNamespace());
    assertEquals("/x", got.getTopic());
    assertFalse(got.hasEvent());
  }

  @Test
  void subscriptionEndsWhenTheClientGoes() throws InterruptedException {
    Context.CancellableContext context = Context.current().withCancellation();
    context.run(() -> subscribe());
    Queue queue = exchange.subscriptions.take();

    context.cancel(null);

    queue.closed.join();
    assertTrue(exchange.subscriptions.isEmpty());
  }

  @Test
  void subscriberIsHandedOverToTheNextExchange() throws InterruptedException {
    Iterator<dev.gantry.proto.types.Envelope> events = subscribe("a", "b");

    exchange.subscriptions.take().close();
    Queue next = exchange.subscriptions.take();
    next.add(new Envelope(THEN, "n", "/after", null));

    assertEquals(List.of("a", "b"), next.filters);
    assertEquals("/after", events.next().getTopic());
  }

  @Test
  void badFilterIsUnknown() {
    fails(
        Code.UNKNOWN,
        "subscription error: unknown",
        () -> {
          Iterator<dev.gantry.proto.types.Envelope> events = subscribe("bad");
          events.next();
        });
  }

  private Iterator<dev.gantry.proto.types.Envelope> subscribe(String... filters) {
    return EventsGrpc.newBlockingStub(loopback.channel())
        .subscribe(SubscribeRequest.newBuilder().addAllFilters(List.of(filters)).build());
  }

  private static dev.gantry.proto.types.Envelope.Builder envelope() {
    return dev.gantry.proto.types.Envelope.newBuilder()
        .setTimestamp(Times.of(THEN))
        .setNamespace("other")
        .setTopic("/tasks/oom")
        .setEvent(EVENT);
  }

  private Handle.Use<Exchange> use() {
    uses.incrementAndGet();
    return new Handle.Use<>() {
      @Override
      public Exchange get() {
        return exchange;
      }

      @Override
      public void close() {
        uses.decrementAndGet();
      }
    };
  }

  private static final class Recording implements Exchange {
    final BlockingQueue<Envelope> told = new LinkedBlockingQueue<>();
    final BlockingQueue<Queue> subscriptions = new LinkedBlockingQueue<>();

    @Override
    public void publish(String namespace, Event event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(String namespace, String topic, @Nullable TypedValue event) {
      told.add(new Envelope(THEN, namespace, topic, event));
    }

    @Override
    public void forward(Envelope envelope) {
      told.add(envelope);
    }

    @Override
    public Subscription subscribe(List<String> filters) {
      if (filters.contains("bad")) {
        throw Fault.UNKNOWN.because("subscription error");
      }
      Queue queue = new Queue(filters);
      subscriptions.add(queue);
      return queue;
    }
  }

  private static final class Queue implements Subscription {
    final List<String> filters;
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final BlockingQueue<Optional<Envelope>> waiting = new LinkedBlockingQueue<>();

    Queue(List<String> filters) {
      this.filters = List.copyOf(filters);
    }

    void add(Envelope envelope) {
      waiting.add(Optional.of(envelope));
    }

    @Override
    public Optional<Envelope> next() {
      try {
        return waiting.take();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      closed.complete(true);
      waiting.add(Optional.empty());
    }
  }
}
