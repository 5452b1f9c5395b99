package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Taking over a blob of another namespace without writing its bytes.
interface SharingRules extends NamespacedSubject {
  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  default void aBlobOfAnotherNamespaceIsTakenOverByItsDigest(int total) {
    byte[] bytes = Blobs.random(1000);
    Digest digest = Blobs.write(content(), elsewhere(), bytes);

    try (ContentWriter writer = content().writer(call(), new Ingest("shared", total, digest))) {
      if (shares()) {
        assertEquals(1000, writer.status().offset());
        assertEquals(1000, writer.status().total());
        assertEquals(digest, writer.status().expected());
        assertEquals(digest, writer.digest());
      } else {
        assertEquals(0, writer.status().offset());
        writer.write(ByteBuffer.wrap(bytes));
      }
      writer.commit(call(), new Commit(1000, digest, Map.of("a", "b")));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
    assertEquals(Map.of("a", "b"), content().info(call(), digest).labels());
    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "shared"));
  }

  @Test
  default void aBlobOfALabelledNamespaceIsAlwaysShared() {
    byte[] bytes = Blobs.random(1000);
    Call other = elsewhere();
    Digest digest = Blobs.write(content(), other, bytes);
    stores()
        .namespaces()
        .update(
            Call.DAEMON,
            other.namespace(),
            Map.of("containerd.io/namespace.shareable", "true"),
            List.of());

    try (ContentWriter writer = content().writer(call(), new Ingest("shared", 0, digest))) {
      assertEquals(1000, writer.status().offset());
      writer.commit(call(), new Commit(1000, digest));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
  }

  @Test
  default void anotherSizeIsNotShared() {
    byte[] bytes = Blobs.random(1000);
    Digest digest = Blobs.write(content(), elsewhere(), bytes);

    try (ContentWriter writer = content().writer(call(), new Ingest("size", 999, digest))) {
      assertEquals(0, writer.status().offset());
    }
  }

  @Test
  default void abortingATakeoverLeavesTheBlob() {
    byte[] bytes = Blobs.random(1000);
    Call other = elsewhere();
    Digest digest = Blobs.write(content(), other, bytes);
    content().writer(call(), new Ingest("aborted", 1000, digest)).close();

    content().abort(call(), "aborted");

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "aborted"));
    assertFault(Fault.NOT_FOUND, () -> content().info(call(), digest));
    assertArrayEquals(bytes, Blobs.read(content(), other, digest));
  }
}
