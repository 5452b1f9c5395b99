package dev.gantry.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import org.junit.jupiter.api.function.Executable;

/// Expects faults.
public final class Faults {
  private Faults() {}

  public static GantryException assertFault(Fault fault, Executable action) {
    GantryException e = assertThrows(GantryException.class, action);
    assertEquals(fault, e.fault(), () -> "fault of " + e.getMessage());
    return e;
  }

  public static void assertFault(Fault fault, String message, Executable action) {
    assertEquals(message, assertFault(fault, action).getMessage());
  }
}
