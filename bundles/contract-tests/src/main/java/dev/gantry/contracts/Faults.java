package dev.gantry.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/// Checks faults by what clients tell them apart: the class, and the text that ends the message.
public final class Faults {
  private Faults() {}

  /// Expects the action to fail with this class of fault.
  public static GantryException assertFault(Fault expected, Executable action) {
    GantryException thrown = assertThrows(GantryException.class, action);
    String message = String.valueOf(thrown.getMessage());
    assertEquals(expected, thrown.fault(), message);
    assertTrue(message.endsWith(expected.text()), message);
    return thrown;
  }

  /// Expects this class of fault, and a message with this text in it.
  public static void assertFault(Fault expected, String text, Executable action) {
    String message = String.valueOf(assertFault(expected, action).getMessage());
    assertTrue(message.contains(text), "\"" + message + "\" does not contain \"" + text + "\"");
  }

  /// The class of fault that the action ends with; empty when it ends well.
  public static Optional<Fault> faultOf(Runnable action) {
    try {
      action.run();
      return Optional.empty();
    } catch (GantryException e) {
      return Optional.of(e.fault());
    }
  }
}
