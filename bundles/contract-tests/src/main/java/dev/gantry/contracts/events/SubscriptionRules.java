package dev.gantry.contracts.events;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.types.TypedValue;
import dev.gantry.contracts.Together;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who hears what, how long, and what becomes of those who do not listen.
interface SubscriptionRules extends ExchangeSubject {
  int MEBIBYTE = 1 << 20;

  @Test
  default void nothingIsReplayed() {
    tell("/before");
    try (Listening listening = Listening.to(exchange(), own())) {
      tell("/after");

      assertEquals("/after", listening.next().topic());
    }
  }

  @Test
  default void everySubscriberHearsEveryEvent() {
    try (Listening one = Listening.to(exchange(), own());
        Listening two = Listening.to(exchange(), own())) {
      tell("/x");

      assertEquals("/x", one.next().topic());
      assertEquals("/x", two.next().topic());
    }
  }

  @Test
  default void withoutFiltersAllNamespacesAreHeard() {
    try (Listening listening = Listening.to(exchange())) {
      tell("/x");

      Envelope heard = listening.next();
      while (!heard.namespace().equals(namespace())) {
        heard = listening.next();
      }
      assertEquals("/x", heard.topic());
    }
  }

  @Test
  default void theOrderOfOnePublisherIsKept() {
    List<String> topics = IntStream.range(0, 500).mapToObj(i -> "/order/" + i).toList();
    try (Listening listening = Listening.to(exchange(), own())) {
      topics.forEach(this::tell);

      for (String topic : topics) {
        assertEquals(topic, listening.next().topic());
      }
    }
  }

  @Test
  default void manyPublishersAreAllHeardEachInItsOrder() {
    int publishers = 6;
    int events = 50;
    try (Listening listening = Listening.to(exchange(), own())) {
      Together.run(
          publishers,
          p -> {
            IntStream.range(0, events).forEach(i -> tell("/p" + p + "/" + i));
            return p;
          });

      List<String> heard = new ArrayList<>();
      for (int i = 0; i < publishers * events; i++) {
        heard.add(listening.next().topic());
      }
      for (int p = 0; p < publishers; p++) {
        String prefix = "/p" + p + "/";
        assertEquals(
            IntStream.range(0, events).mapToObj(i -> prefix + i).toList(),
            heard.stream().filter(topic -> topic.startsWith(prefix)).toList());
      }
    }
  }

  @Test
  default void closingEndsTheWaiting() {
    Subscription subscription = exchange().subscribe(List.of(own()));
    CompletableFuture<Optional<Envelope>> waiting = Together.start(subscription::next);

    subscription.close();

    assertEquals(Optional.empty(), Together.await(waiting));
  }

  @Test
  default void aClosedSubscriptionHasNothingMore() {
    try (Listening other = Listening.to(exchange(), own())) {
      Listening closed = Listening.to(exchange(), own());
      closed.close();
      closed.close();
      tell("/x");

      assertEquals(Optional.empty(), closed.poll());
      assertEquals("/x", other.next().topic());
    }
  }

  @Test
  default void whoeverDoesNotListenIsCutOffAndHoldsUpNobody() {
    int events = 48;
    TypedValue large = new TypedValue("x", new byte[MEBIBYTE]);
    try (Listening deaf = Listening.to(exchange(), own());
        Listening other = Listening.to(exchange(), own())) {
      for (int i = 0; i < events; i++) {
        exchange().publish(namespace(), "/large/" + i, large);
        assertEquals("/large/" + i, other.next().topic());
      }

      assertFault(
          Fault.RESOURCE_EXHAUSTED,
          () -> {
            for (int i = 0; i < events; i++) {
              assertTrue(deaf.poll().isPresent());
            }
          });
    }
  }
}
