package dev.gantry.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.namespaces.NamespaceStore.Namespace;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.api.snapshots.Snapshotters;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReconcilerTest {
  private final List<String> looked = new CopyOnWriteArrayList<>();
  private final CountDownLatch hanging = new CountDownLatch(1);

  @Test
  void aContainerThatHangsKeepsNoOtherBack() {
    try (Reconciler reconciler = reconciler()) {
      reconciler.run();
      reconciler.run();
    }

    // What hangs is left to who looks at it already.
    assertEquals(1, looked.stream().filter("hangs"::equals).count());
    assertEquals(2, looked.stream().filter("well"::equals).count());
    assertTrue(hanging.getCount() == 0, "what was under way was not given up");
  }

  private Reconciler reconciler() {
    Handle<ContainerStore> containers =
        plugin(
            ContainerStore.class,
            (store, method, words) -> {
              @SuppressWarnings("unchecked")
              Consumer<Container> visitor = (Consumer<Container>) words[2];
              List.of("hangs", "well").forEach(id -> visitor.accept(container(id)));
              return null;
            });
    Handle<NamespaceStore> namespaces =
        plugin(
            NamespaceStore.class, (store, method, words) -> List.of(new Namespace("ns", Map.of())));
    Handle<TaskService> tasks =
        plugin(TaskService.class, (service, method, words) -> state((ProcessId) words[1]));
    Handle<Snapshotters> snapshotters =
        plugin(Snapshotters.class, (all, method, words) -> List.of());
    return new Reconciler(
        namespaces,
        containers,
        new TaskChanges(tasks, containers, snapshotters),
        Duration.ofMillis(300));
  }

  private Object state(ProcessId process) {
    looked.add(process.task());
    if (process.task().equals("hangs")) {
      try {
        Thread.sleep(Duration.ofDays(1));
      } catch (InterruptedException e) {
        hanging.countDown();
        throw Fault.CANCELLED.because("", e);
      }
    }
    throw Fault.UNAVAILABLE.because("not now");
  }

  private static Container container(String id) {
    return new Container(
        id,
        Map.of(Wish.STATUS, "running"),
        "",
        new RuntimeInfo("", null),
        null,
        "",
        "",
        Map.of(),
        "",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static <T> Handle<T> plugin(Class<T> type, InvocationHandler does) {
    T object =
        type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, does));
    return () ->
        new Handle.Use<>() {
          @Override
          public T get() {
            return object;
          }

          @Override
          public void close() {}
        };
  }
}
