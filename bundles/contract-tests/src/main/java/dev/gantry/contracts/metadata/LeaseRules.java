package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.contracts.Together;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How leases come, are shown and go.
interface LeaseRules extends LeaseSubject {
  @Test
  default void whatIsNotThereIsNotFound() {
    assertFault(Fault.NOT_FOUND, "never", () -> leases().delete(call(), "never", false));
    assertEquals(List.of(), list());
  }

  @Test
  default void aLeaseIsKeptAsItWasCreated() {
    Instant before = Instant.now().minusSeconds(2);

    Lease created = create("lease", Map.of("containerd.io/gc.flat", "1", "a", "b"));

    assertEquals("lease", created.id());
    assertEquals(Map.of("containerd.io/gc.flat", "1", "a", "b"), created.labels());
    assertTrue(created.createdAt().isAfter(before), "created " + created.createdAt());
    assertEquals(List.of(created), leases().list(call(), Filter.ALL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "../up", ".", "/", "white space", "1-a/b c"})
  default void anyIdWillDo(String id) {
    create(id);

    assertEquals(List.of(id), list());
    assertEquals(List.of(), leases().resources(call(), id));
    leases().delete(call(), id, false);
    assertEquals(List.of(), list());
  }

  @Test
  default void anEmptyIdIsReplacedOrRefused() {
    if (makesIds()) {
      List<String> ids = Together.run(8, _ -> create("").id());

      assertEquals(8, new HashSet<>(ids).size(), ids::toString);
      assertFalse(ids.contains(""));
      assertEquals(ids.stream().sorted().toList(), list());
    } else {
      assertFault(Fault.INVALID_ARGUMENT, () -> create(""));
      assertEquals(List.of(), list());
    }
  }

  @Test
  default void anIdIsTakenOnce() {
    Lease first = create("lease", Map.of("a", "1"));

    assertFault(Fault.ALREADY_EXISTS, "lease", () -> create("lease", Map.of("a", "2")));

    assertEquals(List.of(first), leases().list(call(), Filter.ALL));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void aDeletedLeaseIsGone(boolean sync) {
    create("gone");
    create("kept");

    leases().delete(call(), "gone", sync);

    assertFault(Fault.NOT_FOUND, () -> leases().delete(call(), "gone", sync));
    assertFault(Fault.NOT_FOUND, () -> leases().resources(call(), "gone"));
    assertEquals(List.of("kept"), list());
  }

  @Test
  default void aLeaseIsOfOneNamespace() {
    Call other = Call.DAEMON.in(StoresSubject.fresh("other"));
    create("lease");

    assertFault(Fault.NOT_FOUND, () -> leases().resources(other, "lease"));
    assertFault(Fault.NOT_FOUND, () -> leases().delete(other, "lease", false));
    assertEquals(List.of(), leases().list(other, Filter.ALL));
    leases().create(other, "lease", Map.of());
    leases().delete(call(), "lease", false);

    assertEquals(1, leases().list(other, Filter.ALL).size());
  }

  @Test
  default void allAreShownInByteOrder() {
    List<String> ids = IntStream.range(0, 50).mapToObj(i -> "lease-" + (i * 37) % 50).toList();
    ids.forEach(this::create);
    create("B");

    List<String> shown = list();

    assertEquals("B", shown.getFirst());
    assertEquals(ids.stream().sorted().toList(), shown.subList(1, 51));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id==a | a",
        "id~=[bc] | b c",
        "labels.color==red | a",
        "labels.\"x/y.z\"==1 | b",
        "labels.color!=red | b c",
        "labels.color | a b",
        "name==a | ''",
        "'' | a b c"
      })
  default void whatMatchesIsShown(String filter, String expected) {
    create("a", Map.of("color", "red"));
    create("b", Map.of("color", "blue", "x/y.z", "1"));
    create("c");

    assertEquals(expected, String.join(" ", list(filter)));
  }

  @Test
  default void oneOfManyCreatesTheLease() {
    List<Optional<Fault>> ends =
        Together.run(8, i -> faultOf(() -> create("lease", Map.of("by", "" + i))));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals(List.of("lease"), list("labels.by==" + ends.indexOf(Optional.<Fault>empty())));
  }
}
