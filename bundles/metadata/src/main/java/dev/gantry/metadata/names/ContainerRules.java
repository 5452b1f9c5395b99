package dev.gantry.metadata.names;

import dev.gantry.api.containers.Container;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Identifiers;
import dev.gantry.api.types.Labels;
import dev.gantry.metadata.ledger.Mask;
import java.time.Instant;

/// What a container must be.
final class ContainerRules {
  private ContainerRules() {}

  /// The container as it is stored.
  ///
  /// @throws GantryException INVALID_ARGUMENT when it is not whole
  static Container checked(String context, Container given, Instant createdAt, Instant updatedAt) {
    try {
      check(given);
      return new Container(
          given.id(),
          Labels.checked(given.labels()),
          given.image(),
          given.runtime(),
          given.spec(),
          given.snapshotter(),
          given.snapshotKey(),
          given.extensions(),
          given.sandbox(),
          createdAt,
          updatedAt);
    } catch (GantryException e) {
      throw e.during(context);
    }
  }

  private static void check(Container container) {
    Identifiers.check("container.ID", container.id());
    if (container.extensions().containsKey("")) {
      throw Fault.INVALID_ARGUMENT.because("extension keys must not be empty");
    }
    if (container.runtime().name().isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("container.Runtime.Name must be set");
    }
    if (container.spec() == null) {
      throw Fault.INVALID_ARGUMENT.because("container.Spec must be set");
    }
    if (!container.snapshotKey().isEmpty() && container.snapshotter().isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("container.Snapshotter must be set with SnapshotKey");
    }
  }

  /// Refuses an update of the whole container that would change what is fixed.
  static void checkFixed(Mask mask, Container old, Container given) {
    if (!mask.isEmpty()) {
      return;
    }
    if (!old.snapshotter().equals(given.snapshotter())) {
      throw Fault.INVALID_ARGUMENT.because("container.Snapshotter field is immutable");
    }
    if (!old.runtime().name().equals(given.runtime().name())) {
      throw Fault.INVALID_ARGUMENT.because("container.Runtime.Name field is immutable");
    }
  }
}
