package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LoadTest {
  private static final int ROUNDS = 50;

  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void updatesUnderLoadFailNoCall(boolean exclusive) {
    Sample sample = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    long service = house.put("t.a/a", sample);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.a/a"), LoadTest::call)) {
        for (int i = 0; i < ROUNDS; i++) {
          callers.proceed();
          house.take(service);
          service = house.put("t.a/a", sample);
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void overridesAndFallBacksUnderLoadFailNoCall(boolean exclusive) {
    Sample sample = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    house.put("t.a/a", sample);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.a/a"), LoadTest::call)) {
        for (int i = 0; i < ROUNDS / 2; i++) {
          long service = house.put("t.a/a", 10, sample);
          house.await("t.a/a", s -> s.state() == State.READY && s.bundle().endsWith("" + service));
          callers.proceed();
          house.take(service);
          callers.proceed();
        }

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void cascadesUnderLoadFailNoCall(boolean exclusive) {
    Sample base = exclusive ? Sample.counting(open).alone() : Sample.counting(open);
    Sample middle =
        Sample.of(context -> new Layer(context.once("t.a", Sample.Counted.class), open))
            .needing(Requirement.once("t.a"));
    Sample top =
        Sample.of(context -> new Layer(context.once("t.b", Sample.Counted.class), open))
            .needing(Requirement.once("t.b"));
    long service = house.put("t.a/a", base);
    house.put("t.b/b", exclusive ? middle.alone() : middle);
    house.put("t.c/c", top);

    try (house) {
      house.start();
      try (Callers callers = new Callers(house.handle("t.c/c"), LoadTest::call)) {
        for (int i = 0; i < ROUNDS; i++) {
          callers.proceed();
          house.take(service);
          service = house.put("t.a/a", base);
        }
        callers.proceed();

        assertNull(callers.firstFailure());
      }
    }
    assertEquals(0, open.get());
  }

  private static void call(Object object) {
    ((Sample.Counted) object).call();
  }

  /// Calls through to the layer below.
  private static final class Layer extends Sample.Counted {
    private final Sample.Counted below;

    Layer(Sample.Counted below, AtomicInteger open) {
      super(open);
      this.below = below;
    }

    @Override
    int call() {
      return super.call() + below.call();
    }
  }
}
