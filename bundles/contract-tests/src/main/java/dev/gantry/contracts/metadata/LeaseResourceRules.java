package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.contracts.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is put into a lease and taken out of it.
interface LeaseResourceRules extends LeaseSubject {
  private static LeaseResource content(String text) {
    return new LeaseResource("content", ImageSubject.digest(text).toString());
  }

  private void add(LeaseResource resource) {
    leases().addResource(call(), "lease", resource);
  }

  private List<LeaseResource> resources() {
    return leases().resources(call(), "lease");
  }

  @Test
  default void aLeaseMustBeThere() {
    assertFault(Fault.NOT_FOUND, () -> add(content("a")));
    assertFault(Fault.NOT_FOUND, () -> leases().deleteResource(call(), "lease", content("a")));
    assertFault(Fault.NOT_FOUND, this::resources);
  }

  @Test
  default void resourcesAreShownByKindAndInByteOrder() {
    List<LeaseResource> ordered = new ArrayList<>();
    ordered.addAll(
        List.of(content("a"), content("b")).stream()
            .sorted((x, y) -> x.id().compareTo(y.id()))
            .toList());
    for (String type : List.of("images", "ingests", "snapshots/native", "snapshots/overlayfs")) {
      ordered.add(new LeaseResource(type, "B/white space"));
      ordered.add(new LeaseResource(type, "a"));
    }
    create("lease");
    create("other");

    ordered.reversed().forEach(this::add);

    assertEquals(ordered, resources());
    assertEquals(List.of(), leases().resources(call(), "other"));
  }

  @Test
  default void addingTwiceIsAddingOnce() {
    create("lease");

    add(content("a"));
    add(content("a"));

    assertEquals(List.of(content("a")), resources());
    leases().deleteResource(call(), "lease", content("a"));
    assertEquals(List.of(), resources());
  }

  @Test
  default void removingWhatIsNotThereIsNoFault() {
    create("lease");
    add(content("a"));

    leases().deleteResource(call(), "lease", content("b"));
    leases().deleteResource(call(), "lease", new LeaseResource("images", "never"));
    leases().deleteResource(call(), "lease", new LeaseResource("snapshots/never", "never"));

    assertEquals(List.of(content("a")), resources());
  }

  @ParameterizedTest
  @CsvSource({
    "content, sha256:abc, INVALID_ARGUMENT",
    "content, no digest, INVALID_ARGUMENT",
    "content, '', INVALID_ARGUMENT",
    "snapshots, key, INVALID_ARGUMENT",
    "snapshots/a/b, key, INVALID_ARGUMENT",
    "containers, c, NOT_IMPLEMENTED",
    "leases, l, NOT_IMPLEMENTED",
    "Content, x, NOT_IMPLEMENTED",
    "'', x, NOT_IMPLEMENTED"
  })
  default void notEverythingIsKept(String type, String id, Fault fault) {
    create("lease");
    LeaseResource resource = new LeaseResource(type, id);

    assertFault(fault, () -> add(resource));
    assertFault(fault, () -> leases().deleteResource(call(), "lease", resource));

    assertEquals(List.of(), resources());
  }

  @Test
  default void aLeaseThatIsMadeAnewIsEmpty() {
    create("lease");
    add(content("a"));
    leases().delete(call(), "lease", false);

    create("lease");

    assertEquals(List.of(), resources());
  }

  @Test
  default void manyAddAtOnce() {
    create("lease");

    Together.run(
        8,
        t -> {
          for (int i = 0; i < 10; i++) {
            add(new LeaseResource("images", t + "-" + i));
            add(new LeaseResource("images", "of all"));
          }
          return t;
        });

    assertEquals(81, resources().size());
    assertEquals(1, Collections.frequency(resources(), new LeaseResource("images", "of all")));
  }
}
