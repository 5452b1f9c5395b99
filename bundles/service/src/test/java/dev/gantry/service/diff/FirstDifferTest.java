package dev.gantry.service.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.service.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FirstDifferTest {
  private static final Descriptor LAYER =
      new Descriptor("m", Digest.parse("sha256:" + "ab".repeat(32)), 1);

  private final List<String> asked = new ArrayList<>();
  private final List<Apply> applied = new ArrayList<>();
  private final Live differs = new Live();

  @Test
  void sectionHasItsDefaults() {
    assertEquals(new DiffConfig(List.of("walking"), false), DiffConfig.DEFAULTS);
    assertEquals(DiffConfig.DEFAULTS, new DiffPlugin().defaults().orElseThrow());
  }

  @Test
  void firstOneThatCanIsTheLastAsked() {
    differs.add("a", Fault.NOT_IMPLEMENTED);
    differs.add("b", null);
    differs.add("c", null);

    Descriptor answer = apply(false, "a", "b", "c");

    assertEquals(LAYER, answer);
    assertEquals(List.of("a", "b"), asked);
  }

  @Test
  void otherFaultsEndTheCall() {
    differs.add("a", Fault.NOT_FOUND);
    differs.add("b", null);

    fails(Fault.NOT_FOUND, "a: not found", () -> apply(false, "a", "b"));

    assertEquals(List.of("a"), asked);
  }

  @Test
  void noneThatCanIsNotImplemented() {
    differs.add("a", Fault.NOT_IMPLEMENTED);

    fails(Fault.NOT_IMPLEMENTED, "a: not implemented", () -> apply(false, "a"));
    fails(Fault.NOT_IMPLEMENTED, "no differ is configured: not implemented", () -> apply(false));
  }

  @Test
  void missingOneIsPassedOver() {
    differs.add("b", null);

    assertEquals(LAYER, apply(false, "a", "b"));
  }

  @Test
  void missingOneIsToldWhenNoOtherCan() {
    differs.add("b", Fault.NOT_IMPLEMENTED);

    fails(
        Fault.UNAVAILABLE,
        "needed differ not loaded: a: unavailable",
        () -> apply(false, "a", "b"));
  }

  @Test
  void differThatComesLaterIsAsked() {
    FirstDiffer first = first(false, "a");
    differs.add("a", null);

    Descriptor answer = first.compare(Call.DAEMON, List.of(), List.of(), Compare.PLAIN);

    assertEquals(LAYER, answer);
  }

  @Test
  void everyLayerIsForcedWhenConfigured() {
    differs.add("a", null);

    apply(false, "a");
    apply(true, "a");

    assertFalse(applied.get(0).syncFs());
    assertTrue(applied.get(1).syncFs());
  }

  private FirstDiffer first(boolean syncFs, String... names) {
    return new FirstDiffer(differs, new DiffConfig(List.of(names), syncFs));
  }

  private Descriptor apply(boolean syncFs, String... names) {
    return first(syncFs, names).apply(Call.DAEMON, LAYER, List.of(), Apply.PLAIN);
  }

  private static void fails(Fault fault, String message, Executable call) {
    GantryException e = assertThrows(GantryException.class, call);
    assertEquals(fault, e.fault());
    assertEquals(message, e.getMessage());
  }

  private final class Live implements LiveSet<Differ> {
    private final Map<String, Handle<Differ>> differs = new TreeMap<>();

    void add(String name, @Nullable Fault fault) {
      differs.put(name, new Counted<>(new Fixed(name, fault)));
    }

    @Override
    public Optional<Handle<Differ>> find(String id) {
      return Optional.ofNullable(differs.get(id));
    }

    @Override
    public Set<String> ids() {
      return differs.keySet();
    }
  }

  private final class Fixed implements Differ {
    private final String name;
    private final @Nullable Fault fault;

    Fixed(String name, @Nullable Fault fault) {
      this.name = name;
      this.fault = fault;
    }

    @Override
    public Descriptor apply(Call call, Descriptor layer, List<Mount> mounts, Apply options) {
      applied.add(options);
      return answer();
    }

    @Override
    public Descriptor compare(Call call, List<Mount> lower, List<Mount> upper, Compare options) {
      return answer();
    }

    private Descriptor answer() {
      asked.add(name);
      if (fault != null) {
        throw fault.because(name);
      }
      return LAYER;
    }
  }
}
