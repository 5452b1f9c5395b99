package dev.gantry.registry.use;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The plugins of a type as the registry last saw them.
///
/// @param <T> the contract
public final class Members<T> implements LiveSet<T> {
  private final Supplier<SortedMap<String, Port>> ports;
  private final Class<T> contract;

  /// @param ports by id, live
  public Members(Supplier<SortedMap<String, Port>> ports, Class<T> contract) {
    this.ports = ports;
    this.contract = contract;
  }

  @Override
  public Optional<Handle<T>> find(String id) {
    @Nullable Port port = ports.get().get(id);
    return port == null ? Optional.empty() : Optional.of(new Reference<>(port, contract));
  }

  @Override
  public Set<String> ids() {
    return Collections.unmodifiableSet(new TreeSet<>(ports.get().keySet()));
  }
}
