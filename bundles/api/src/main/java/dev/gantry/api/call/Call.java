package dev.gantry.api.call;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Identifiers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through the house: its namespace, its lease and whether anybody still
/// waits for it. Immutable and safe on any thread; handed down as the first argument.
public final class Call {
  /// The daemon itself, in no namespace, never cancelled.
  public static final Call DAEMON = new Call(null, null, () -> {});

  private final @Nullable String namespace;
  private final @Nullable String lease;
  private final Patience patience;

  private Call(@Nullable String namespace, @Nullable String lease, Patience patience) {
    this.namespace = namespace;
    this.lease = lease;
    this.patience = patience;
  }

  /// Whether the caller still waits.
  @FunctionalInterface
  public interface Patience {
    /// Returns when the caller still waits.
    ///
    /// @throws dev.gantry.api.errors.GantryException CANCELLED or DEADLINE_EXCEEDED
    void check();
  }

  /// The same request in a namespace; an empty name means none.
  public Call in(String name) {
    return new Call(name.isEmpty() ? null : name, lease, patience);
  }

  /// The same request under a lease; an empty id means none.
  public Call leasedTo(String id) {
    return new Call(namespace, id.isEmpty() ? null : id, patience);
  }

  /// The same request outside of any lease.
  public Call withoutLease() {
    return new Call(namespace, null, patience);
  }

  /// The same request with a caller that may lose patience.
  public Call with(Patience caller) {
    return new Call(namespace, lease, caller);
  }

  /// The namespace, checked.
  ///
  /// @throws dev.gantry.api.errors.GantryException FAILED_PRECONDITION when there is none,
  ///   INVALID_ARGUMENT when it is malformed
  public String namespace() {
    if (namespace == null) {
      throw Fault.FAILED_PRECONDITION.because("namespace is required");
    }
    return Identifiers.check("namespace validation", namespace);
  }

  /// The namespace as it came, unchecked.
  public Optional<String> namespaceIfAny() {
    return Optional.ofNullable(namespace);
  }

  /// The lease that everything created by this call is added to.
  public Optional<String> lease() {
    return Optional.ofNullable(lease);
  }

  /// Looked at between chunks of long work: throws when nobody waits any more.
  ///
  /// @throws dev.gantry.api.errors.GantryException CANCELLED or DEADLINE_EXCEEDED
  public void check() {
    patience.check();
  }
}
