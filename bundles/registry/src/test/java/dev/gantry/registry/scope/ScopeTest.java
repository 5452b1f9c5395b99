package dev.gantry.registry.scope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.use.Served;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Requirement ONCE = Requirement.once("t.once");
  private static final Requirement MAYBE = Requirement.once("t.maybe", "m").optional();
  private static final Requirement HANDLE = Requirement.handle("t.handle", "h").optional();
  private static final Requirement RENAMED =
      Requirement.once(PluginTypes.METADATA, "mapdb").optional();

  private final Port port = new Port("t.handle.h");
  private final Scope scope =
      new Scope(
          "t.own.x",
          List.of(ONCE, MAYBE, HANDLE, RENAMED),
          Optional.of(new Section(1)),
          Map.of(ONCE, "object", RENAMED, "database"),
          new Fixed(port));

  @Test
  void lookUpsAnswerWhatIsDeclared() {
    assertEquals("object", scope.once("t.once", String.class));
    assertTrue(scope.optional("t.maybe", "m", String.class).isEmpty());
  }

  @Test
  void olderNamesAreUnderstood() {
    assertEquals("database", scope.once(PluginTypes.METADATA, "bolt", String.class));
  }

  @Test
  void whatIsNotDeclaredIsNamed() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> scope.handle("t.once", Object.class));

    assertEquals(
        "plugin \"t.own.x\" looks up t.once as HANDLE, which its registration does not declare",
        failure.getMessage());
  }

  @Test
  void anOptionalOneThatIsMissingCannotBeHadByOnce() {
    IllegalArgumentException failure =
        assertThrows(
            IllegalArgumentException.class, () -> scope.once("t.maybe", "m", String.class));

    assertEquals(
        "plugin \"t.own.x\" looks up t.maybe.m, which is optional and not there",
        failure.getMessage());
  }

  @Test
  void anObjectOfAnotherContractIsRefused() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> scope.once("t.once", Integer.class));

    assertTrue(
        failure.getMessage().endsWith("is a java.lang.String, not a java.lang.Integer"),
        failure.getMessage());
  }

  @Test
  void aHandleOfAMissingOptionalPluginIsNotImplemented() {
    Handle<String> handle = scope.handle("t.handle", "h", String.class);

    GantryException failure = assertThrows(GantryException.class, handle::open);

    assertEquals(Fault.NOT_IMPLEMENTED, failure.fault());
  }

  @Test
  void aHandleToAnotherContractFailsAndLeaksNoUse() {
    Served served = new Served("text");
    port.serve(served);
    Handle<Integer> handle = scope.handle("t.handle", "h", Integer.class);

    GantryException failure = assertThrows(GantryException.class, handle::open);

    assertEquals(Fault.INTERNAL, failure.fault());
    assertEquals(0, served.uses());
  }

  @Test
  void aConfigurationOfAnotherTypeIsRefused() {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> scope.config(Other.class));

    assertEquals(
        "plugin \"t.own.x\" has no defaults of the type " + Other.class.getName(),
        failure.getMessage());
  }

  private record Section(int number) {}

  private record Other(int number) {}

  /// One port for all.
  private record Fixed(Port port) implements Scope.Surroundings {
    @Override
    public Configuration daemon() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Plugins plugins() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Port port(Requirement wanted) {
      return port;
    }

    @Override
    public SortedMap<String, Port> members(String type) {
      return new TreeMap<>();
    }
  }
}
