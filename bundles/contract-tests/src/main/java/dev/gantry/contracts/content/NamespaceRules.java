package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Content of one namespace beside that of another.
interface NamespaceRules extends NamespacedSubject {
  @Test
  default void anotherNamespaceSeesNothing() {
    Digest digest = Blobs.write(content(), call(), Blobs.random(10));
    Blobs.leave(content(), call(), new Ingest("ref"), Blobs.random(5));
    Call other = elsewhere();

    assertFault(Fault.NOT_FOUND, () -> content().info(other, digest));
    assertFault(Fault.NOT_FOUND, () -> content().reader(other, digest));
    assertFault(Fault.NOT_FOUND, () -> content().delete(other, digest));
    assertFault(
        Fault.NOT_FOUND, () -> content().update(other, digest, Map.of("a", "b"), List.of()));
    assertFault(Fault.NOT_FOUND, () -> content().status(other, "ref"));
    assertFault(Fault.NOT_FOUND, () -> content().abort(other, "ref"));
    assertEquals(List.of(), Blobs.list(content(), other));
    assertEquals(List.of(), content().statuses(other, Filter.ALL));
    assertEquals(10, content().info(call(), digest).size());
  }

  @Test
  default void aRefIsOfOneNamespace() {
    Call other = elsewhere();

    try (ContentWriter here = Blobs.begin(content(), call(), new Ingest("r"), Blobs.random(1));
        ContentWriter there = Blobs.begin(content(), other, new Ingest("r"), Blobs.random(2))) {
      assertEquals(1, here.status().offset());
      assertEquals(2, there.status().offset());
      assertEquals("r", there.status().ref());
    }
    content().abort(call(), "r");

    assertEquals(2, content().status(other, "r").offset());
  }

  @Test
  default void theSameBytesAreABlobOfEach() {
    byte[] bytes = Blobs.random(1000);
    Call other = elsewhere();
    Digest digest = Blobs.write(content(), call(), bytes, Map.of("in", "one"));
    Blobs.write(content(), other, bytes, Map.of("in", "two"));

    content().update(other, digest, Map.of("in", "other"), List.of());
    assertEquals(Map.of("in", "one"), content().info(call(), digest).labels());
    content().delete(call(), digest);

    assertFault(Fault.NOT_FOUND, () -> content().info(call(), digest));
    assertEquals(Map.of("in", "other"), content().info(other, digest).labels());
    assertArrayEquals(bytes, Blobs.read(content(), other, digest));
  }
}
