package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Labels;
import dev.gantry.api.types.TypedValue;
import dev.gantry.contracts.Together;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How containers come, are shown and go.
interface ContainerRules extends ContainerSubject {
  String INVALID = "create container failed validation:";

  @Test
  default void whatIsNotThereIsNotFound() {
    assertFault(
        Fault.NOT_FOUND,
        "container \"never\" in namespace \"" + call().namespace() + "\": not found",
        () -> get("never"));
    assertFault(Fault.NOT_FOUND, "container \"never\"", () -> containers().delete(call(), "never"));
    assertEquals(List.of(), list());
  }

  @Test
  default void aContainerIsKeptByteForByte() {
    TypedValue odd = new TypedValue("no.such/Type", new byte[] {0, (byte) 0xff, (byte) 0xc0, 10});
    Instant before = Instant.now().minusSeconds(2);
    Container given =
        new Container(
            "c-1",
            Map.of("a/b.c", "1", "empty", ""),
            "docker.io/library/x:1",
            new RuntimeInfo("io.containerd.runc.v2", odd),
            odd,
            "overlayfs",
            "a/key",
            Map.of("ext/1", odd, "ext 2", ContainerSubject.value("x")),
            "sandbox-1",
            Instant.EPOCH,
            Instant.EPOCH);

    Container created = containers().create(call(), given);

    assertEquals(
        new Container(
            "c-1",
            Map.of("a/b.c", "1"),
            given.image(),
            given.runtime(),
            odd,
            "overlayfs",
            "a/key",
            given.extensions(),
            "sandbox-1",
            created.createdAt(),
            created.createdAt()),
        created);
    assertTrue(created.createdAt().isAfter(before), "created " + created.createdAt());
    assertEquals(created, get("c-1"));
  }

  @Test
  default void littleIsRequired() {
    Container created = create(Draft.of("small").image("").snapshot("", ""));

    assertEquals("", created.image());
    assertEquals("", created.snapshotKey());
    assertEquals(created, get("small"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "a-", "a--b", "a b", "a/b", "ü", "a\n"})
  default void anIdIsAnIdentifier(String id) {
    assertFault(Fault.INVALID_ARGUMENT, INVALID, () -> create(id));

    assertEquals(List.of(), list());
  }

  @Test
  default void anIdHas76CharactersAtMost() {
    create("i".repeat(76));

    assertFault(Fault.INVALID_ARGUMENT, INVALID, () -> create("i".repeat(77)));
  }

  @Test
  default void aContainerMustBeWhole() {
    List<Draft> wrong =
        List.of(
            Draft.of("c").spec(null),
            Draft.of("c").runtime(""),
            Draft.of("c").snapshot("", "key"),
            Draft.of("c").extensions(Map.of("", ContainerSubject.value("x"))),
            Draft.of("c").labels(Map.of("key", "v".repeat(Labels.LIMIT))));

    for (Draft draft : wrong) {
      assertFault(Fault.INVALID_ARGUMENT, INVALID, () -> create(draft));
    }

    assertEquals(List.of(), list());
  }

  @Test
  default void anIdIsTakenOnce() {
    Container first = create("c");

    assertFault(
        Fault.ALREADY_EXISTS, "container \"c\"", () -> create(Draft.of("c").image("other")));

    assertEquals(first, get("c"));
  }

  @Test
  default void aDeletedContainerIsGone() {
    create("gone");
    create("kept");

    containers().delete(call(), "gone");

    assertFault(Fault.NOT_FOUND, () -> get("gone"));
    assertFault(Fault.NOT_FOUND, () -> containers().delete(call(), "gone"));
    assertEquals(List.of("kept"), list());
    create("gone");
    assertEquals(List.of("gone", "kept"), list());
  }

  @Test
  default void allAreShownInByteOrder() {
    List<String> ids = IntStream.range(0, 110).mapToObj(i -> "c-" + (i * 37) % 110).toList();
    ids.forEach(this::create);
    create("B");

    List<String> shown = list();

    assertEquals("B", shown.getFirst());
    assertEquals(ids.stream().sorted().toList(), shown.subList(1, 111));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id==a | a",
        "id~=[bc] | b c",
        "image==x | a",
        "image!=x | b c",
        "runtime.name==other | b",
        "labels.color==red | a",
        "labels.\"x/y.z\"==1 | b",
        "labels.color | a b",
        "labels.color,id==b | b",
        "snapshotter | ''",
        "'' | a b c"
      })
  default void whatMatchesIsShown(String filter, String expected) {
    create(Draft.of("a").image("x").labels(Map.of("color", "red")));
    create(Draft.of("b").runtime("other").labels(Map.of("color", "blue", "x/y.z", "1")));
    create("c");

    assertEquals(expected, String.join(" ", list(filter)));
  }

  @Test
  default void oneOfManyCreatesTheContainer() {
    List<Optional<Fault>> ends =
        Together.run(8, i -> faultOf(() -> create(Draft.of("c").image("by-" + i))));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals("by-" + ends.indexOf(Optional.<Fault>empty()), get("c").image());
  }
}
