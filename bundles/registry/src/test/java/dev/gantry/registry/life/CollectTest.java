package dev.gantry.registry.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class CollectTest {
  private final House house = new House();
  private final AtomicInteger open = new AtomicInteger();

  @Test
  void replacedInstancesAndTheirRegistrationsBecomeUnreachable() throws InterruptedException {
    List<WeakReference<Object>> old = new CopyOnWriteArrayList<>();
    house.put(
        "t.b/b",
        Sample.of(context -> context.once("t.a", Sample.Counted.class).call())
            .needing(Requirement.once("t.a")));

    try (house) {
      long service = house.put("t.a/a", tracked(old));
      house.start();
      for (int i = 0; i < 5; i++) {
        house.handle("t.a/a").run(object -> ((Sample.Counted) object).call());
        house.take(service);
        service = house.put("t.a/a", tracked(old));
        house.await("t.b/b", State.READY);
      }
      List<WeakReference<Object>> replaced = new ArrayList<>(old.subList(0, old.size() - 2));
      long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (replaced.stream().anyMatch(ref -> ref.get() != null)
          && System.nanoTime() - limit < 0) {
        System.gc();
        Thread.sleep(10);
      }

      assertEquals(0, replaced.stream().filter(ref -> ref.get() != null).count());
    }
  }

  /// Notes its registration and its instances.
  private Sample tracked(List<WeakReference<Object>> noted) {
    Sample sample =
        Sample.of(
            _ -> {
              Object instance = new Sample.Counted(open);
              noted.add(new WeakReference<>(instance));
              return instance;
            });
    noted.add(new WeakReference<>(sample.body()));
    return sample;
  }
}
