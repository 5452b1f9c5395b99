package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static dev.gantry.contracts.metadata.StoresSubject.fresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.namespaces.NamespaceStore.Namespace;
import dev.gantry.api.types.Labels;
import dev.gantry.contracts.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Namespaces and their labels.
interface NamespaceStoreRules extends StoresSubject {
  private NamespaceStore namespaces() {
    return stores().namespaces();
  }

  private List<String> names() {
    return namespaces().list(Call.DAEMON).stream().map(Namespace::name).toList();
  }

  private Map<String, String> labels(String name) {
    return namespaces().labels(Call.DAEMON, name);
  }

  /// Makes a namespace with these labels.
  private String created(Map<String, String> labels) {
    String name = fresh("ns");
    namespaces().create(Call.DAEMON, name, labels);
    return name;
  }

  @Test
  default void anUnknownNamespaceHasNoLabels() {
    String name = fresh("ns");

    assertEquals(Map.of(), labels(name));
    assertFalse(names().contains(name));
  }

  @Test
  default void aNamespaceIsKeptWithItsLabels() {
    String name = created(Map.of("a/b.c", "1", "empty", ""));

    assertEquals(Map.of("a/b.c", "1"), labels(name));
    assertTrue(namespaces().list(Call.DAEMON).contains(new Namespace(name, Map.of("a/b.c", "1"))));
  }

  @Test
  default void allAreShownInByteOrder() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      made.add(created(Map.of()));
    }

    List<String> shown = names();

    assertEquals(shown.stream().sorted().toList(), shown);
    assertTrue(shown.containsAll(made), shown + " without one of " + made);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a..b", "a b", "a/b", "ü", "a\n"})
  default void aNameIsAnIdentifier(String name) {
    assertFault(Fault.INVALID_ARGUMENT, () -> namespaces().create(Call.DAEMON, name, Map.of()));

    assertFalse(names().contains(name));
  }

  @Test
  default void aLabelHasItsLimit() {
    String name = fresh("ns");
    Map<String, String> large = Map.of("key", "v".repeat(Labels.LIMIT));

    assertFault(Fault.INVALID_ARGUMENT, () -> namespaces().create(Call.DAEMON, name, large));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> namespaces().update(Call.DAEMON, name, large, List.of("labels.key")));

    assertFalse(names().contains(name));
  }

  @Test
  default void aNameIsTakenOnce() {
    String name = created(Map.of("a", "1"));

    assertFault(
        Fault.ALREADY_EXISTS,
        "namespace \"" + name + "\"",
        () -> namespaces().create(Call.DAEMON, name, Map.of("a", "2")));

    assertEquals(Map.of("a", "1"), labels(name));
  }

  @Test
  default void withoutAMaskAllLabelsAreReplaced() {
    String name = created(Map.of("a", "1", "b", "1"));

    namespaces().update(Call.DAEMON, name, Map.of("b", "2", "c", ""), List.of());

    assertEquals(Map.of("b", "2"), labels(name));
  }

  @Test
  default void aMaskNamesTheLabelsThatChange() {
    String name = created(Map.of("a", "1", "b.c/d", "1", "gone", "1"));

    namespaces()
        .update(
            Call.DAEMON,
            name,
            Map.of("a", "2", "b.c/d", "2", "new", "2"),
            List.of("labels.b.c/d", "labels.gone", "labels.new"));

    assertEquals(Map.of("a", "1", "b.c/d", "2", "new", "2"), labels(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"labels", "name", "label", "Labels.a", ""})
  default void nothingButSingleLabelsIsNamedByAMask(String path) {
    String name = created(Map.of("a", "1"));

    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> namespaces().update(Call.DAEMON, name, Map.of("a", "2"), List.of("labels.a", path)));

    assertEquals(Map.of("a", "1"), labels(name));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void anUpdateMakesWhatIsNotThere(boolean masked) {
    String name = fresh("ns");

    namespaces()
        .update(Call.DAEMON, name, Map.of("a", "1"), masked ? List.of("labels.a") : List.of());

    assertTrue(names().contains(name));
    assertEquals(Map.of("a", "1"), labels(name));
  }

  @Test
  default void aDeletedNamespaceIsGone() {
    String name = created(Map.of("a", "1"));

    namespaces().delete(Call.DAEMON, name);

    assertFalse(names().contains(name));
    assertEquals(Map.of(), labels(name));
    assertFault(
        Fault.NOT_FOUND,
        "namespace \"" + name + "\"",
        () -> namespaces().delete(Call.DAEMON, name));
  }

  @Test
  default void oneOfManyCreatesTheNamespace() {
    String name = fresh("ns");

    List<Optional<Fault>> ends =
        Together.run(
            8, i -> faultOf(() -> namespaces().create(Call.DAEMON, name, Map.of("by", "" + i))));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals(Map.of("by", "" + ends.indexOf(Optional.<Fault>empty())), labels(name));
  }
}
