package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.contracts.Together;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How an ingest becomes a blob, or does not.
interface CommitRules extends ContentSubject {
  @Test
  default void aBlobIsThereOnlyAfterTheCommit() {
    byte[] bytes = Blobs.random(100);
    Digest digest = Blobs.digest(bytes);

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("new"), bytes)) {
      assertFault(Fault.NOT_FOUND, () -> content().info(call(), digest));
      assertFault(Fault.NOT_FOUND, () -> content().reader(call(), digest));
      assertEquals(List.of(), Blobs.list(content(), call()));

      assertEquals(digest, writer.commit(call(), new Commit(100, digest)));
      assertEquals(100, content().info(call(), digest).size());
    }
  }

  @Test
  default void aCommitEndsTheIngest() {
    byte[] bytes = Blobs.random(100);

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("ended"), bytes)) {
      writer.commit(call(), new Commit(100, null, Map.of()));
    }

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "ended"));
    assertEquals(List.of(), content().statuses(call(), Filter.ALL));
    try (ContentWriter writer = content().writer(call(), new Ingest("ended"))) {
      assertEquals(0, writer.status().offset());
    }
  }

  @Test
  default void aSizeOfZeroIsNotChecked() {
    byte[] bytes = Blobs.random(100);

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("any"), bytes)) {
      assertEquals(Blobs.digest(bytes), writer.commit(call(), new Commit(0, null, Map.of())));
    }
  }

  @Test
  default void anotherSizeIsRefusedAndTheIngestStays() {
    byte[] bytes = Blobs.random(3);
    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("size"), bytes)) {
      assertFault(
          Fault.FAILED_PRECONDITION,
          "failed size validation: 3 != 4",
          () -> writer.commit(call(), new Commit(4, Blobs.digest(bytes))));
    }

    assertFault(Fault.NOT_FOUND, () -> content().info(call(), Blobs.digest(bytes)));
    assertEquals(3, content().status(call(), "size").offset());
    commitWhatIsThere("size", bytes);
  }

  @Test
  default void anotherDigestIsRefusedAndTheIngestStays() {
    byte[] bytes = Blobs.random(3);
    Digest other = Blobs.digest(Blobs.random(4));
    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("digest"), bytes)) {
      assertFault(
          Fault.FAILED_PRECONDITION,
          "unexpected commit digest " + Blobs.digest(bytes) + ", expected " + other,
          () -> writer.commit(call(), new Commit(3, other)));
    }

    assertFault(Fault.NOT_FOUND, () -> content().info(call(), other));
    assertEquals(3, content().status(call(), "digest").offset());
    commitWhatIsThere("digest", bytes);
  }

  private void commitWhatIsThere(String ref, byte[] bytes) {
    try (ContentWriter writer = content().writer(call(), new Ingest(ref))) {
      writer.commit(call(), new Commit(bytes.length, Blobs.digest(bytes)));
    }
    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void theExpectedDigestIsOfAnyAlgorithm(Algorithm algorithm) {
    byte[] bytes = Blobs.random(2_000_000);
    Digest expected = Blobs.digest(algorithm, bytes);

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("algorithm"), bytes)) {
      assertEquals(expected, writer.commit(call(), new Commit(bytes.length, expected)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), expected));
    assertEquals(bytes.length, content().info(call(), expected).size());
    assertEquals(List.of(expected), Blobs.list(content(), call()));
  }

  @Test
  default void aWrongDigestOfAnotherAlgorithmIsRefused() {
    byte[] bytes = Blobs.random(10);
    Digest other = Blobs.digest(Algorithm.SHA512, Blobs.random(11));

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("wrong"), bytes)) {
      assertFault(Fault.FAILED_PRECONDITION, () -> writer.commit(call(), new Commit(10, other)));
    }

    assertEquals(List.of(), Blobs.list(content(), call()));
  }

  @Test
  default void committingWhatIsThereEndsTheIngestInVain() {
    byte[] bytes = Blobs.random(100);
    Digest digest = Blobs.write(content(), call(), bytes);

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("twice"), bytes)) {
      assertFault(
          Fault.ALREADY_EXISTS,
          digest.toString(),
          () -> writer.commit(call(), new Commit(100, digest)));
    }

    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "twice"));
    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
  }

  @Test
  default void aWriterForWhatIsThereIsRefused() {
    Digest digest = Blobs.write(content(), call(), Blobs.random(100));

    assertFault(
        Fault.ALREADY_EXISTS,
        "content " + digest,
        () -> content().writer(call(), new Ingest("known", 100, digest)));
    assertFault(Fault.NOT_FOUND, () -> content().status(call(), "known"));
  }

  @Test
  default void oneOfManyCommitsOfTheSameBytesWins() {
    byte[] bytes = Blobs.random(1_000_000);
    Digest digest = Blobs.digest(bytes);

    List<Optional<Fault>> ends =
        Together.run(8, i -> faultOf(() -> commit("racer-" + i, bytes, digest)));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
    assertEquals(List.of(digest), Blobs.list(content(), call()));
    assertEquals(List.of(), content().statuses(call(), Filter.ALL));
  }

  private void commit(String ref, byte[] bytes, Digest digest) {
    try (ContentWriter writer = content().writer(call(), new Ingest(ref))) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(call(), new Commit(bytes.length, digest));
    }
  }

  @Test
  default void manyBlobsAreCommittedAtOnce() {
    List<byte[]> blobs = Collections.nCopies(16, 300_000).stream().map(Blobs::random).toList();

    Together.run(
        16,
        i -> {
          commit("blob-" + i, blobs.get(i), Blobs.digest(blobs.get(i)));
          return i;
        });

    for (byte[] bytes : blobs) {
      assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
    }
    assertEquals(16, Blobs.list(content(), call()).size());
  }
}
