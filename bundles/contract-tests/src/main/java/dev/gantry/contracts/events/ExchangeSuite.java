package dev.gantry.contracts.events;

import dev.gantry.api.events.Exchange;
import dev.gantry.api.types.TypedValue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [Exchange] must do for clients. A test class extends this and hands out an exchange.
/// Others may tell events beside the tests, in other namespaces.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class ExchangeSuite implements TellingRules, SubscriptionRules, EventFilterRules {
  static final TypedValue EVENT = Fields.none().text(1, "c").as("containerd.events.TaskStart");

  private final String namespace = "events-" + UUID.randomUUID();

  /// The exchange under test: the same one throughout a test.
  @Override
  public abstract Exchange exchange();

  @Override
  public final String namespace() {
    return namespace;
  }
}
