package dev.gantry.contracts.events;

import dev.gantry.api.events.Exchange;

/// What the rules of events are tried on.
interface ExchangeSubject {
  Exchange exchange();

  /// A namespace of the test's own.
  String namespace();

  /// The filter for it.
  default String own() {
    return "namespace==" + namespace();
  }

  default void tell(String topic) {
    exchange().publish(namespace(), topic, ExchangeSuite.EVENT);
  }
}
