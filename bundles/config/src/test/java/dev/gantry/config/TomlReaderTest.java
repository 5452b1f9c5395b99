package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TomlReaderTest {
  @TempDir private Path folder;

  @Test
  void valuesKeepTheirPlaces() {
    Section section = read("a = 1\n[b]\n  c = [\"x\",\n   2.5]\n");

    Section b = section.table("b");
    Value c = b.entries().get("c");
    assertEquals("row 1 column 1", place(section.entries().get("a")));
    assertEquals("row 3 column 3", place(c));
  }

  @Test
  void duplicateKeysAreRefusedWithTheirPlace() {
    String message = refused("a = 1\n  a = 2\n");

    assertTrue(message.startsWith("row 2 column 3: a previously defined"), message);
  }

  @Test
  void whatIsNoTomlIsRefusedWithItsPlace() {
    String message = refused("a = 1\nb = = 2\n");

    assertTrue(message.startsWith("row 2 column 5: "), message);
  }

  @Test
  void aNulIsRefused() {
    String message = refused("a = \"x\u0000y\"\n");

    assertTrue(message.startsWith("row 1 column "), message);
  }

  @Test
  void bytesThatAreNoUtf8AreRefusedWithTheirPlace() throws IOException {
    byte[] bytes = "a = 1\nb = \"?\"\n".getBytes(StandardCharsets.UTF_8);
    bytes[11] = (byte) 0xff;
    Path file = Files.write(folder.resolve("x.toml"), bytes);

    assertEquals("row 2 column 6: bytes that are no UTF-8", refused(file));
  }

  @Test
  void aTornCharacterAtTheEndIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("x.toml"), new byte[] {'#', (byte) 0xc3});

    assertEquals("row 1 column 2: bytes that are no UTF-8", refused(file));
  }

  @Test
  void aFileAboveTheLimitIsRefused() {
    String message = refused("#" + "x".repeat(1 << 20));

    assertTrue(message.endsWith("has more than 1048576 bytes"), message);
  }

  @Test
  void aDeviceWithoutEndIsRefused() {
    String message = refused(Path.of("/dev/zero"));

    assertTrue(message.endsWith("has more than 1048576 bytes"), message);
  }

  @Test
  void aFolderIsRefused() {
    String message = refused(folder);

    assertTrue(message.contains("cannot be read"), message);
  }

  @Test
  void deepNestingIsRefused() {
    String lists = refused("a = " + "[".repeat(50_000));
    String tables = refused("a" + ".a".repeat(100) + " = 1\n");

    assertTrue(lists.contains("nested") || lists.startsWith("row"), lists);
    assertTrue(tables.contains("nested"), tables);
  }

  private Section read(String text) {
    try {
      return TomlReader.read(Files.writeString(folder.resolve("x.toml"), text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String refused(String text) {
    return shortened(assertThrows(ConfigException.class, () -> read(text)));
  }

  private String refused(Path file) {
    return shortened(assertThrows(ConfigException.class, () -> TomlReader.read(file)));
  }

  private String shortened(ConfigException e) {
    return String.valueOf(e.getMessage()).replace(folder.resolve("x.toml") + " ", "");
  }

  private String place(Value value) {
    return value.place().toString().replace(folder.resolve("x.toml") + " ", "");
  }
}
