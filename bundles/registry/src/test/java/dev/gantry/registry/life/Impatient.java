package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// For tests of what happens when time is over.
final class Impatient {
  static final Settings SETTINGS =
      new Settings(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));

  private Impatient() {}

  /// Waits for what nobody tells of.
  static void await(BooleanSupplier condition) {
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - limit > 0) {
        fail("waited for too long");
      }
      Thread.onSpinWait();
    }
  }
}
