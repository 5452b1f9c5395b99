package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import io.grpc.Status;

/// What a client hears when its call never reached a plugin.
final class Refusal {
  private Refusal() {}

  static Status of(GantryException fault) {
    Status status =
        switch (fault.fault()) {
          case NOT_IMPLEMENTED -> Status.UNIMPLEMENTED;
          case UNAVAILABLE -> Status.UNAVAILABLE;
          default -> Status.UNKNOWN;
        };
    return status.withDescription(fault.getMessage());
  }
}
