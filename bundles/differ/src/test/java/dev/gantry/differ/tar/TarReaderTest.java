package dev.gantry.differ.tar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.differ.Archive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest {
  private static TarEntry only(Archive archive) throws IOException {
    var reader = reader(archive);
    TarEntry entry = reader.next().orElseThrow();
    assertEquals(Optional.empty(), reader.next());
    return entry;
  }

  private static TarReader reader(Archive archive) {
    return new TarReader(new ByteArrayInputStream(archive.bytes()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "1.5, 1970-01-01T00:00:01.500Z",
    "-1.5, 1969-12-31T23:59:58.500Z",
    "-0.000000001, 1969-12-31T23:59:59.999999999Z",
    "1.1234567899, 1970-01-01T00:00:01.123456789Z",
    "2., 1970-01-01T00:00:02Z"
  })
  void paxTimes(String text, Instant time) throws IOException {
    assertEquals(time, only(new Archive().pax("mtime", text).file("a", "")).modified());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "1.x", "1.-5", "99999999999999999999", "9223372036854775807", ".5", "-"})
  void timesThatAreNoneFail(String text) {
    var reader = reader(new Archive().pax("mtime", text).file("a", ""));

    assertThrows(MalformedArchiveException.class, reader::next);
  }

  @Test
  void numbersOfManyBytes() throws IOException {
    var block = Archive.block('0', "a");
    byte[] raw = block.sealed();
    Arrays.fill(raw, 108, 116, (byte) 0);
    raw[108] = (byte) 0x80;
    raw[114] = 1;
    raw[115] = 7;
    Arrays.fill(raw, 136, 148, (byte) 0xff);

    TarEntry entry = only(new Archive().add(block));

    assertEquals(263, entry.uid());
    assertEquals(Instant.ofEpochSecond(-1), entry.modified());
  }

  @Test
  void aNumberOfTooManyBytesFails() {
    var block = Archive.block('0', "a");
    byte[] raw = block.sealed();
    raw[124] = (byte) 0x80;
    raw[125] = 1;
    var reader = reader(new Archive().add(block));

    assertThrows(MalformedArchiveException.class, reader::next);
  }

  @Test
  void gnuNamesCountBeforePaxBeforeTheHeader() throws IOException {
    var pax = new Archive().pax("path", "pax").file("header", "");
    var both =
        new Archive()
            .add(Archive.block('L', "././@LongLink"), "gnu\0".getBytes())
            .pax("path", "pax")
            .file("header", "");

    assertEquals("pax", only(pax).name().toString());
    assertEquals("gnu", only(both).name().toString());
  }

  @Test
  void anEmptyRecordTakesAnotherBack() throws IOException {
    assertEquals(
        "header",
        only(new Archive().pax("path", "pax", "path", "").file("header", "")).name().toString());
  }

  @Test
  void globalRecordsAreNotApplied() throws IOException {
    var archive =
        new Archive()
            .add(Archive.block('g', "g"), Archive.record("path", "global".getBytes()))
            .file("own", "");

    assertEquals("own", only(archive).name().toString());
  }

  @Test
  void anExtensionOfNothingFails() {
    assertThrows(MalformedArchiveException.class, reader(new Archive().pax("path", "a"))::next);
  }

  @Test
  void oldDirectoriesAreFilesWithASlash() throws IOException {
    assertEquals(EntryType.DIRECTORY, only(new Archive().add(Archive.block('\0', "a/"))).type());
    assertEquals(EntryType.FILE, only(new Archive().add(Archive.block('\0', "a"))).type());
    assertEquals(EntryType.FILE, only(new Archive().add(Archive.block('7', "a"))).type());
  }

  @Test
  void aPrefixGoesBeforeTheName() throws IOException {
    assertEquals(
        "pre/name",
        only(new Archive().add(Archive.block('0', "name").text(345, "pre"))).name().toString());
  }

  @Test
  void dataThatNobodyReadIsPassedOver() throws IOException {
    var reader = reader(new Archive().file("a", "x".repeat(1000)).file("b", "data"));
    reader.next();
    byte[] some = new byte[10];
    reader.read(some, 0, 10);

    assertEquals("b", reader.next().orElseThrow().name().toString());
    assertEquals(4, reader.read(some, 0, 10));
    assertEquals(-1, reader.read(some, 0, 10));
  }

  @Test
  void attributesKeepTheirBytes() throws IOException {
    byte[] value = {0, '\n', '=', (byte) 0xff};

    TarEntry entry = only(new Archive().xattr("user.x", value).file("a", ""));

    assertArrayEquals(value, entry.xattrs().get("user.x"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 0777_7777_7777L, 0100_0000_00000L, 1L << 40, -(1L << 40)})
  void whatIsWrittenIsRead(long seconds) throws IOException {
    for (int nanos : new int[] {0, 1, 500_000_000, 999_999_999}) {
      TarEntry model =
          only(new Archive().xattr("user.x", new byte[] {0, 9}).symbolicLink("n", "t"));
      var entry =
          new TarEntry(
              EntryType.SYMBOLIC_LINK,
              dev.gantry.linux.FileName.of("\u00e4".repeat(120)),
              dev.gantry.linux.FileName.of(new byte[] {(byte) 0xfe, 'x'}),
              06755,
              -2,
              3_000_000,
              0,
              Instant.ofEpochSecond(seconds, nanos),
              null,
              TarEntry.NO_DEVICE,
              model.xattrs(),
              null);
      var out = new ByteArrayOutputStream();
      var writer = new TarWriter(out);
      writer.add(entry);
      writer.finish();

      TarEntry read =
          new TarReader(new ByteArrayInputStream(out.toByteArray())).next().orElseThrow();

      assertEquals(
          entry.toString().replaceAll("xattrs=.*", ""),
          read.toString().replaceAll("xattrs=.*", ""));
      assertArrayEquals(model.xattrs().get("user.x"), read.xattrs().get("user.x"));
      assertTrue(read.name().equals(entry.name()));
    }
  }
}
