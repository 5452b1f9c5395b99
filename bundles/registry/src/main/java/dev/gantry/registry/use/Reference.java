package dev.gantry.registry.use;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A handle: what its port leads to, by one contract.
///
/// @param <T> the contract
public final class Reference<T> implements Handle<T> {
  /// How many uses each thread has open. It holds nothing but numbers.
  private static final ThreadLocal<AtomicInteger> OPENED =
      ThreadLocal.withInitial(AtomicInteger::new);

  private final Port port;
  private final Class<T> contract;

  public Reference(Port port, Class<T> contract) {
    this.port = port;
    this.contract = contract;
  }

  @Override
  public Use<T> open() {
    Target.@Nullable Held waited = null;
    while (true) {
      switch (port.target()) {
        case Target.Serving(Served served) -> {
          if (served.enter()) {
            return use(served);
          }
          // Shut between the two looks; the port has turned meanwhile.
          Thread.onSpinWait();
        }
        case Target.Held held -> {
          held.await(port.name());
          waited = held;
        }
        case Target.Absent absent -> throw absent.failure(port.name(), waited);
      }
    }
  }

  private Use<T> use(Served served) {
    Object object = served.object();
    if (contract.isInstance(object)) {
      return new Counted<>(served, contract.cast(object));
    }
    served.exit();
    throw Fault.INTERNAL.because(mismatch(port.name(), object, contract));
  }

  /// Whether the current thread uses a plugin now, so that waiting for all users would be waiting
  /// for itself.
  public static boolean isUser() {
    return OPENED.get().get() > 0;
  }

  /// Says that a plugin does not keep a contract.
  public static String mismatch(String name, @Nullable Object object, Class<?> contract) {
    String found = object == null ? "nothing" : "a " + object.getClass().getName();
    return "plugin \"" + name + "\" is " + found + ", not a " + contract.getName();
  }

  /// A use that is counted until it is closed.
  private static final class Counted<T> implements Use<T> {
    private final AtomicReference<@Nullable Served> served;
    private final T object;
    private final AtomicInteger opened = OPENED.get();

    Counted(Served served, T object) {
      this.served = new AtomicReference<>(served);
      this.object = object;
      opened.incrementAndGet();
    }

    @Override
    public T get() {
      if (served.get() == null) {
        throw new IllegalStateException("the use of " + object.getClass() + " is closed");
      }
      return object;
    }

    @Override
    public void close() {
      Served counted = served.getAndSet(null);
      if (counted != null) {
        opened.decrementAndGet();
        counted.exit();
      }
    }
  }
}
