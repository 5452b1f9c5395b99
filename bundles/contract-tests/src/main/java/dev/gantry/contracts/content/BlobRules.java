package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.contracts.Together;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Blobs that are there, and those that are not.
interface BlobRules extends ContentSubject {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 1 << 20, (1 << 20) + 1, 5_000_000})
  default void aBlobReadsBackAsItWasWritten(int size) {
    byte[] bytes = Blobs.random(size);

    Digest digest = Blobs.write(content(), call(), bytes);

    assertEquals(Blobs.digest(bytes), digest);
    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
  }

  @ParameterizedTest
  @ValueSource(ints = {3_000_000, 0, 17, 1 << 20, 2_999_999, 1, 2_000_000})
  default void aBlobIsReadFromAnyPlace(int offset) {
    byte[] bytes = Blobs.random(3_000_000);
    Digest digest = Blobs.write(content(), call(), bytes);

    try (ContentReader reader = content().reader(call(), digest)) {
      byte[] tail = Blobs.read(reader, offset);

      assertArrayEquals(Arrays.copyOfRange(bytes, offset, bytes.length), tail);
    }
  }

  @Test
  default void placesAreReadInAnyOrder() {
    byte[] bytes = Blobs.random(2_500_000);
    Digest digest = Blobs.write(content(), call(), bytes);

    try (ContentReader reader = content().reader(call(), digest)) {
      for (int offset : new int[] {2_400_000, 5, 1_200_000, 1_200_010, 0, 2_499_990}) {
        ByteBuffer into = ByteBuffer.allocate(10);
        while (into.hasRemaining()) {
          assertTrue(reader.read(into, offset + into.position()) > 0);
        }
        assertArrayEquals(Arrays.copyOfRange(bytes, offset, offset + 10), into.array());
      }
    }
  }

  @Test
  default void aReaderKnowsTheSizeAndTheEnd() {
    Digest digest = Blobs.write(content(), call(), Blobs.random(100));

    try (ContentReader reader = content().reader(call(), digest)) {
      assertEquals(100, reader.size());
      assertEquals(-1, reader.read(ByteBuffer.allocate(1), 100));
    }
  }

  @Test
  default void readingStaysWithinTheBuffer() {
    byte[] bytes = Blobs.random(100);
    Digest digest = Blobs.write(content(), call(), bytes);

    try (ContentReader reader = content().reader(call(), digest)) {
      ByteBuffer into = ByteBuffer.wrap(new byte[10]).position(3).limit(7);
      while (into.hasRemaining()) {
        assertTrue(reader.read(into, into.position()) > 0);
      }

      assertEquals(0, into.array()[2]);
      assertArrayEquals(Arrays.copyOfRange(bytes, 3, 7), Arrays.copyOfRange(into.array(), 3, 7));
      assertEquals(0, into.array()[7]);
    }
  }

  @Test
  default void infoTellsSizeAndTimes() {
    Instant before = Instant.now().minusSeconds(2);
    Digest digest = Blobs.write(content(), call(), Blobs.random(1234));

    ContentInfo info = content().info(call(), digest);

    assertEquals(digest, info.digest());
    assertEquals(1234, info.size());
    assertTrue(info.createdAt().isAfter(before), "created " + info.createdAt());
    assertTrue(info.updatedAt().isAfter(before), "updated " + info.updatedAt());
    assertTrue(info.createdAt().isBefore(Instant.now().plusSeconds(2)), "" + info.createdAt());
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  default void whatIsNotThereIsNotFound(Algorithm algorithm) {
    Digest digest = Blobs.digest(algorithm, Blobs.random(10));

    assertFault(Fault.NOT_FOUND, digest.toString(), () -> content().info(call(), digest));
    assertFault(Fault.NOT_FOUND, digest.toString(), () -> content().reader(call(), digest));
    assertFault(Fault.NOT_FOUND, digest.toString(), () -> content().delete(call(), digest));
  }

  @Test
  default void deletingRemovesOneBlobAlone() {
    Digest gone = Blobs.write(content(), call(), Blobs.random(10));
    Digest kept = Blobs.write(content(), call(), Blobs.random(10));

    content().delete(call(), gone);

    assertFault(Fault.NOT_FOUND, () -> content().info(call(), gone));
    assertFault(Fault.NOT_FOUND, () -> content().delete(call(), gone));
    assertEquals(List.of(kept), Blobs.list(content(), call()));
  }

  @Test
  default void aDeletedBlobCanBeWrittenAgain() {
    byte[] bytes = Blobs.random(100);
    Digest digest = Blobs.write(content(), call(), bytes);
    content().delete(call(), digest);

    Blobs.write(content(), call(), bytes);

    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
  }

  @Test
  default void anOpenReaderOutlivesTheBlob() {
    byte[] bytes = Blobs.random(3_000_000);
    Digest digest = Blobs.write(content(), call(), bytes);

    try (ContentReader reader = content().reader(call(), digest)) {
      content().delete(call(), digest);

      assertArrayEquals(bytes, Blobs.read(reader, 0));
    }
  }

  @Test
  default void aReaderClosesTwice() {
    Digest digest = Blobs.write(content(), call(), Blobs.random(3_000_000));
    ContentReader reader = content().reader(call(), digest);

    reader.close();
    reader.close();

    assertEquals(List.of(digest), Blobs.list(content(), call()));
  }

  @Test
  default void aWalkShowsAllInByteOrder() {
    List<Digest> written = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      written.add(Blobs.write(content(), call(), Blobs.random(16)));
    }

    List<Digest> shown = Blobs.list(content(), call());

    assertEquals(written.stream().sorted().toList(), shown);
  }

  @Test
  default void aWalkShowsWhatMatches() {
    Digest one = Blobs.write(content(), call(), Blobs.random(16));
    Digest two = Blobs.write(content(), call(), Blobs.random(16));
    Blobs.write(content(), call(), Blobs.random(16));

    assertEquals(List.of(one), Blobs.list(content(), call(), "digest==\"" + one + "\""));
    assertEquals(
        List.of(one, two).stream().sorted().toList(),
        Blobs.list(content(), call(), "digest==\"" + one + "\"", "digest==\"" + two + "\""));
    assertEquals(List.of(), Blobs.list(content(), call(), "digest==nothing"));
    assertEquals(List.of(), Blobs.list(content(), call(), "size"));
  }

  @Test
  default void aWalkOfNothingShowsNothing() {
    assertEquals(List.of(), Blobs.list(content(), call()));
  }

  @Test
  default void manyReadOneBlobAtOnce() {
    byte[] bytes = Blobs.random(2_000_000);
    Digest digest = Blobs.write(content(), call(), bytes);

    List<Boolean> equal =
        Together.run(8, i -> Arrays.equals(bytes, Blobs.read(content(), call(), digest)));

    assertFalse(equal.contains(false));
  }
}
