package dev.gantry.contracts.content;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.types.Digest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An open writer.
interface WriterRules extends ContentSubject {
  /// The kinds of buffer that callers have.
  enum Buffer {
    WRAPPED,
    DIRECT,
    READ_ONLY,
    SLICED,
    PART;

    ByteBuffer of(byte[] bytes) {
      ByteBuffer wide =
          ByteBuffer.wrap(Arrays.copyOf(Blobs.random(7), bytes.length + 20)).put(7, bytes);
      return switch (this) {
        case WRAPPED -> ByteBuffer.wrap(bytes);
        case DIRECT -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        case READ_ONLY -> ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        case SLICED -> wide.slice(7, bytes.length);
        case PART -> wide.position(7).limit(7 + bytes.length);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  default void everyBufferIsWritten(Buffer kind) {
    byte[] bytes = Blobs.random(2_000_000);

    try (ContentWriter writer = content().writer(call(), new Ingest("buffer"))) {
      writer.write(kind.of(bytes));
      writer.commit(call(), new Commit(bytes.length, Blobs.digest(bytes)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
  }

  @Test
  default void aBufferIsTheCallersAgainAfterTheWrite() {
    byte[] bytes = Blobs.random(64_000);
    byte[] buffer = new byte[1000];

    try (ContentWriter writer = content().writer(call(), new Ingest("reused"))) {
      for (int at = 0; at < bytes.length; at += buffer.length) {
        System.arraycopy(bytes, at, buffer, 0, buffer.length);
        writer.write(ByteBuffer.wrap(buffer));
        Arrays.fill(buffer, (byte) -1);
      }
      writer.commit(call(), new Commit(bytes.length, Blobs.digest(bytes)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
  }

  @Test
  default void digestIsThatOfTheBytesSoFar() {
    byte[] bytes = Blobs.random(3_000_000);

    try (ContentWriter writer = content().writer(call(), new Ingest("digest"))) {
      assertEquals(Blobs.digest(new byte[0]), writer.digest());
      writer.write(ByteBuffer.wrap(bytes, 0, 1_500_000));
      assertEquals(Blobs.digest(Arrays.copyOf(bytes, 1_500_000)), writer.digest());
      writer.write(ByteBuffer.wrap(bytes, 1_500_000, 1_500_000));
      assertEquals(Blobs.digest(bytes), writer.digest());
    }
  }

  @Test
  default void statusGrowsWithTheBytes() {
    try (ContentWriter writer = content().writer(call(), new Ingest("growing", 50, null))) {
      IngestStatus empty = writer.status();
      writer.write(ByteBuffer.wrap(Blobs.random(20)));
      IngestStatus part = writer.status();

      assertEquals("growing", empty.ref());
      assertEquals(0, empty.offset());
      assertEquals(50, empty.total());
      assertEquals(20, part.offset());
      assertEquals(50, part.total());
      assertEquals(empty.startedAt(), part.startedAt());
      assertFalse(part.updatedAt().isBefore(part.startedAt()), part.toString());
    }
  }

  @Test
  default void anEmptyBufferChangesNothing() {
    try (ContentWriter writer = content().writer(call(), new Ingest("nothing"))) {
      writer.write(ByteBuffer.wrap(new byte[] {1, 2}));
      writer.write(ByteBuffer.allocate(0));

      assertEquals(2, writer.status().offset());
      assertEquals(Blobs.digest(new byte[] {1, 2}), writer.digest());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 2_000_000})
  default void truncatingBeginsAnew(int written) {
    byte[] bytes = Blobs.random(30);

    try (ContentWriter writer = content().writer(call(), new Ingest("truncated"))) {
      writer.write(ByteBuffer.wrap(Blobs.random(written)));
      writer.truncate(0);
      assertEquals(0, writer.status().offset());
      assertEquals(Blobs.digest(new byte[0]), writer.digest());
      writer.write(ByteBuffer.wrap(bytes));
      writer.commit(call(), new Commit(30, Blobs.digest(bytes)));
    }

    assertArrayEquals(bytes, Blobs.read(content(), call(), Blobs.digest(bytes)));
  }

  @Test
  default void aWriterClosesTwiceAndAfterItsCommit() {
    byte[] bytes = Blobs.random(5);
    ContentWriter left = Blobs.begin(content(), call(), new Ingest("left"), bytes);
    ContentWriter done = Blobs.begin(content(), call(), new Ingest("done"), bytes);
    Digest digest = done.commit(call(), new Commit(5, null, Map.of()));

    left.close();
    left.close();
    done.close();
    done.close();

    assertEquals(5, content().status(call(), "left").offset());
    assertArrayEquals(bytes, Blobs.read(content(), call(), digest));
  }
}
