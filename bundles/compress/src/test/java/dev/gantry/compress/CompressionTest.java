package dev.gantry.compress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
  private static final byte[] CONTENT = content(700_000);

  /// Half random, half text, so that it compresses but not to nothing.
  private static byte[] content(int length) {
    byte[] content = new byte[length];
    var random = new Random(1);
    for (int i = 0; i < length; i++) {
      content[i] = (byte) ((i >> 10) % 2 == 0 ? random.nextInt() : "abcdefgh".charAt(i % 8));
    }
    return content;
  }

  static byte[] compressed(Compression compression, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.compress(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] decompressed(Compression compression, byte[] bytes) throws IOException {
    try (InputStream in = compression.decompress(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsCompressedIsDetectedAndComesBack(Compression compression) throws IOException {
    byte[] bytes = compressed(compression, CONTENT);

    Compression.Detected detected = Compression.detect(new ByteArrayInputStream(bytes));

    assertEquals(compression, detected.compression());
    try (InputStream in = detected.decompress()) {
      assertArrayEquals(CONTENT, in.readAllBytes());
      assertEquals(-1, in.read());
    }
  }

  @ParameterizedTest
  @EnumSource
  void emptyContentComesBackEmpty(Compression compression) throws IOException {
    assertEquals(0, decompressed(compression, compressed(compression, new byte[0])).length);
  }

  @ParameterizedTest
  @CsvSource({
    "'', NONE",
    "1f, NONE",
    "1f8b, NONE",
    "1f8b07, NONE",
    "1f8b08, GZIP",
    "28b52f, NONE",
    "28b52ffd, ZSTD",
    "502a4d18, ZSTD",
    "5f2a4d18, ZSTD",
    "602a4d18, NONE"
  })
  void theFirstBytesDecideAndAreKept(String hex, Compression expected) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(hex);

    Compression.Detected detected = Compression.detect(new ByteArrayInputStream(bytes));

    assertEquals(expected, detected.compression());
    assertArrayEquals(bytes, detected.source().readAllBytes());
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "NONE")
  void aStreamCutAnywhereIsAnError(Compression compression) throws IOException {
    byte[] bytes = compressed(compression, CONTENT);
    for (int cut = 0; cut < bytes.length; cut += cut < 40 || cut > bytes.length - 40 ? 1 : 997) {
      byte[] part = Arrays.copyOf(bytes, cut);

      CorruptStreamException failure =
          assertThrows(
              CorruptStreamException.class,
              () -> decompressed(compression, part),
              "cut at " + cut + " of " + bytes.length);

      assertEquals(compression, failure.compression());
      assertEquals(cut, failure.compressed());
      assertTrue(failure.uncompressed() <= CONTENT.length);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "NONE")
  void aSecondStreamCutAnywhereIsAnError(Compression compression) throws IOException {
    byte[] first = compressed(compression, "first".getBytes(UTF_8));
    byte[] second = compressed(compression, "second".getBytes(UTF_8));
    for (int cut = 1; cut < second.length; cut++) {
      byte[] part = join(first, Arrays.copyOf(second, cut));

      assertThrows(
          CorruptStreamException.class, () -> decompressed(compression, part), "cut at " + cut);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "NONE")
  void aFlippedBitNeverChangesContent(Compression compression) throws IOException {
    byte[] bytes = compressed(compression, CONTENT);
    int caught = 0;
    for (int at = 0; at < bytes.length; at += at < 64 ? 1 : 1499) {
      bytes[at] ^= 4;
      caught += sameOrCaught(compression, bytes) ? 1 : 0;
      bytes[at] ^= 4;
    }

    assertTrue(caught > 100, "caught only " + caught);
  }

  /// True when caught, false when the content is the same all the same, as with the time in a
  /// header.
  private static boolean sameOrCaught(Compression compression, byte[] bytes) throws IOException {
    byte[] content;
    try {
      content = decompressed(compression, bytes);
    } catch (CorruptStreamException e) {
      return true;
    }
    assertArrayEquals(CONTENT, content);
    return false;
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "NONE")
  void streamsInARowAreOneContent(Compression compression) throws IOException {
    byte[] both =
        join(
            compressed(compression, "first, ".getBytes(UTF_8)),
            compressed(compression, "second".getBytes(UTF_8)));

    assertEquals("first, second", new String(decompressed(compression, both), UTF_8));
  }

  @Test
  void zerosAfterGzipArePaddingAndOtherBytesAreAnError() throws IOException {
    byte[] gzip = compressed(Compression.GZIP, CONTENT);

    assertArrayEquals(CONTENT, decompressed(Compression.GZIP, join(gzip, new byte[5000])));
    CorruptStreamException garbage =
        assertThrows(
            CorruptStreamException.class,
            () -> decompressed(Compression.GZIP, join(gzip, new byte[] {0, 0, 'x', 'y'})));
    assertEquals(CONTENT.length, garbage.uncompressed());
  }

  @Test
  void garbageAfterZstdIsAnError() throws IOException {
    byte[] zstd = compressed(Compression.ZSTD, CONTENT);

    assertThrows(
        CorruptStreamException.class,
        () -> decompressed(Compression.ZSTD, join(zstd, "garbage".getBytes(UTF_8))));
  }

  @Test
  void aWindowOf128MiBIsTheLargest() throws IOException {
    // A frame of unknown size with an empty last block; its sixth byte holds the window's exponent.
    byte[] largest = HexFormat.of().parseHex("28b52ffd0088010000");
    byte[] tooLarge = HexFormat.of().parseHex("28b52ffd0090010000");

    assertEquals(0, decompressed(Compression.ZSTD, largest).length);
    CorruptStreamException refused =
        assertThrows(CorruptStreamException.class, () -> decompressed(Compression.ZSTD, tooLarge));
    assertTrue(String.valueOf(refused.getMessage()).contains("window is larger than 128 MiB"));
  }

  @Test
  void allFieldsOfAGzipHeaderAreRead() throws IOException {
    byte[] plain = compressed(Compression.GZIP, "content".getBytes(UTF_8));
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    // extra field "ab", name "n", comment "c", checksum of the header
    byte[] header = HexFormat.of().parseHex("1f8b081e0102030400030200" + "6162" + "6e00" + "6300");
    var sum = new CRC32();
    sum.update(header);
    byte[] right = {(byte) sum.getValue(), (byte) (sum.getValue() >> 8)};
    byte[] wrong = {(byte) ~right[0], right[1]};

    byte[] content = decompressed(Compression.GZIP, join(join(header, right), body));

    assertEquals("content", new String(content, UTF_8));
    assertThrows(
        CorruptStreamException.class,
        () -> decompressed(Compression.GZIP, join(join(header, wrong), body)));
  }

  @Test
  void damageSaysWhereAndStays() throws IOException {
    byte[] bytes = compressed(Compression.GZIP, "content".getBytes(UTF_8));
    bytes[bytes.length - 8] ^= 1;

    try (InputStream in = Compression.GZIP.decompress(new ByteArrayInputStream(bytes))) {
      CorruptStreamException failure = assertThrows(CorruptStreamException.class, in::readAllBytes);
      CorruptStreamException again = assertThrows(CorruptStreamException.class, in::read);

      assertEquals(
          "gzip stream: wrong checksum, after "
              + (bytes.length - 4)
              + " compressed and 7 uncompressed bytes",
          failure.getMessage());
      assertEquals(failure, again);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "NONE")
  void theSourcesOwnFailureIsPassedOn(Compression compression) throws IOException {
    byte[] bytes = compressed(compression, CONTENT);
    InputStream failing = new FailingInput(Arrays.copyOf(bytes, 1000));

    try (InputStream in = compression.decompress(failing)) {
      IOException failure = assertThrows(IOException.class, in::readAllBytes);
      assertEquals("no more", failure.getMessage());
    }
  }

  @Test
  void outputIsTheSameEachTimeAndLevelsMatter() throws IOException {
    byte[] gzip = compressed(Compression.GZIP, CONTENT);
    var small = new ByteArrayOutputStream();
    var fast = new ByteArrayOutputStream();
    try (OutputStream nine = Compression.GZIP.compress(small, 9);
        OutputStream one = Compression.GZIP.compress(fast, 1)) {
      nine.write(CONTENT);
      one.write(CONTENT);
    }

    assertArrayEquals(gzip, compressed(Compression.GZIP, CONTENT));
    assertEquals("1f8b08000000000000ff", HexFormat.of().formatHex(gzip, 0, 10));
    assertTrue(small.size() < fast.size());
  }

  @Test
  void suffixesAreThoseOfMediaTypes() {
    assertEquals("", Compression.NONE.suffix());
    assertEquals(Optional.of(Compression.GZIP), Compression.ofSuffix(Compression.GZIP.suffix()));
    assertEquals(Optional.of(Compression.ZSTD), Compression.ofSuffix(Compression.ZSTD.suffix()));
    assertEquals(Optional.empty(), Compression.ofSuffix("br"));
  }
}
