package dev.gantry.metadata.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123456789Z");
  private static final Instant NO_TIME = Instant.ofEpochSecond(-62135596800L);
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));

  @Test
  void blobComesBackAsItWas() {
    BlobRecord blob = new BlobRecord(1L << 40, TIME, NO_TIME, Map.of("a", "b", "ü/x", "c.d"));

    assertEquals(blob, BlobRecord.of(new Fields(blob.toBytes())));
  }

  @Test
  void ingestComesBackWithAndWithoutWhatIsOptional() {
    IngestRecord plain = new IngestRecord("ns/1/ref", null, 0, TIME, TIME.plusSeconds(1));
    IngestRecord shared = new IngestRecord("ns/2/ref", DIGEST, 12, TIME, null);

    assertEquals(plain, IngestRecord.of(new Fields(plain.toBytes())));
    assertEquals(shared, IngestRecord.of(new Fields(shared.toBytes())));
  }

  @ParameterizedTest
  @EnumSource
  void snapshotComesBackAsItWas(Kind kind) {
    SnapshotRecord record =
        new SnapshotRecord(kind, "parent", "ns/1/key", TIME, NO_TIME, Map.of("k", "v"));

    assertEquals(record, SnapshotRecord.of(new Fields(record.toBytes())));
  }

  @Test
  void imageComesBackAsItWas() {
    ImageRecord record =
        new ImageRecord(
            new Descriptor("type", DIGEST, 5, Map.of("x", "y")), TIME, TIME, Map.of("k", "v"));

    assertEquals(record, ImageRecord.of(new Fields(record.toBytes())));
  }

  @Test
  void containerComesBackByteForByte() {
    byte[] odd = {0, -1, 127, 10};
    Container container =
        new Container(
            "id",
            Map.of("k", "v"),
            "image",
            new RuntimeInfo("runtime", new TypedValue("", new byte[0])),
            new TypedValue("spec", odd),
            "snapshotter",
            "key",
            Map.of("ext", new TypedValue("t", odd)),
            "sandbox",
            TIME,
            TIME);

    Container read = ContainerRecord.of(new Fields(ContainerRecord.toBytes(container)));

    assertEquals(container, read);
    assertArrayEquals(odd, read.extensions().get("ext").value());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 127, 128, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  void numbersOfEverySizeComeBack(long number) {
    Fields fields = new Fields(new Encoder().number(3, number).toBytes());

    assertEquals(number, fields.number(3));
    assertEquals(0, fields.number(4));
  }

  @Test
  void fieldsOfLaterVersionsAreSkipped() {
    byte[] later =
        new Encoder()
            .text(99, "new")
            .time(1, TIME)
            .number(1000, 7)
            .texts(2, Map.of("k", "v"))
            .toBytes();

    assertEquals(new LeaseRecord(TIME, Map.of("k", "v")), LeaseRecord.of(new Fields(later)));
  }

  @Test
  void layoutOfTheFirstVersionStays() {
    byte[] bytes = new LeaseRecord(Instant.EPOCH, Map.of("k", "v")).toBytes();

    assertEquals("0101020000020301" + "6b76", hex(bytes, 0, bytes.length - 4));
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, to);
  }

  @Test
  void everyCutIsDamage() {
    byte[] whole = new BlobRecord(7, TIME, TIME, Map.of("k", "v")).toBytes();

    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(DamagedRecordException.class, () -> BlobRecord.of(new Fields(cut)));
    }
  }

  @Test
  void everyFlippedBitIsDamage() {
    byte[] whole = new BlobRecord(7, TIME, TIME, Map.of("k", "v")).toBytes();

    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(DamagedRecordException.class, () -> BlobRecord.of(new Fields(flipped)));
    }
  }

  @Test
  void missingTimeIsDamage() {
    byte[] record = new Encoder().number(1, 7).toBytes();

    assertThrows(DamagedRecordException.class, () -> BlobRecord.of(new Fields(record)));
  }
}
