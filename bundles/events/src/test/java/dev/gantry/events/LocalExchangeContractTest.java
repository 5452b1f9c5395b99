package dev.gantry.events;

import dev.gantry.api.events.Exchange;
import dev.gantry.contracts.events.LocalExchangeSuite;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

class LocalExchangeContractTest extends LocalExchangeSuite {
  private final LocalExchange exchange = new LocalExchange(Clock.systemUTC());

  @AfterEach
  void close() {
    exchange.close();
  }

  @Override
  public Exchange exchange() {
    return exchange;
  }
}
