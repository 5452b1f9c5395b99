package dev.gantry.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarReaderTest {
  private static final Map<String, String> SOUND =
      Map.of(
          "Bundle-ManifestVersion", "2",
          "Bundle-SymbolicName", "my.plugin;singleton:=true",
          "Bundle-Version", "1.2.3",
          "Provide-Capability", "gantry.plugin;id=mine;type=\"io.containerd.differ.v1\"",
          "Import-Package", "a.b;version=\"[1,2)\",c;resolution:=optional");

  @TempDir private Path folder;

  @Test
  void aSoundOneTellsWhatItIs() throws IOException, RefusedException {
    PluginJar jar = JarReader.read(jar(SOUND, "x.txt", new byte[] {1}));

    assertEquals("my.plugin 1.2.3", jar.toString());
    assertEquals(List.of("io.containerd.differ.v1.mine"), jar.plugins());
    assertEquals(
        List.of("package a.b [1.0.0,2.0.0) (nobody has it)"),
        jar.needs().stream().map(need -> need.missing(List.of())).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Bundle-SymbolicName    |                          | it is no OSGi bundle",
        "Bundle-ManifestVersion |                          | it is no OSGi bundle",
        "Bundle-Version         | one                      | its Bundle-Version \"one\" is none",
        "Provide-Capability     | osgi.service             | it brings no Registration",
        "Export-Package         | a.b;version=1,c          | it exports a.b, c: a plugin exports",
        "Fragment-Host          | other                    | it is a fragment",
        "Import-Package         | a;version=\"[2,1\"       | its manifest asks for a of version",
        "Require-Capability     | x;filter:=\"(a\"         | its manifest has a filter that is",
      })
  void aWrongManifestIsRefused(String header, String value, String reason) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(SOUND);
    if (value == null) {
      headers.remove(header);
    } else {
      headers.put(header, value);
    }

    assertRefused(reason, jar(headers, "x.txt", new byte[0]));
  }

  @Test
  void halfAJarIsRefused() throws IOException {
    Path jar = jar(SOUND, "x.bin", new byte[5000]);
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused("it is no whole jar", jar);
  }

  @Test
  void aJarWithDamagedBytesIsRefused() throws IOException {
    byte[] text = "to be found again".getBytes(StandardCharsets.ISO_8859_1);
    Path jar = jar(SOUND, "x.bin", text);
    String all = Files.readString(jar, StandardCharsets.ISO_8859_1);
    byte[] bytes = Files.readAllBytes(jar);
    int at = all.indexOf("x.bin") + "x.bin".length() + 4;
    bytes[at] ^= 0x55;
    Files.write(jar, bytes);

    assertRefused("it is no whole jar", jar);
  }

  @Test
  void classesOfALaterJavaAreRefused() throws IOException {
    byte[] header = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 99};

    assertRefused("it needs Java 55 (a/B.class)", jar(SOUND, "a/B.class", header));
  }

  @Test
  void aCopyOfTheApiInsideIsRefused() throws IOException {
    assertRefused(
        "it holds a copy of the api",
        jar(SOUND, "dev/gantry/api/plugin/Plugins.class", new byte[9]));
  }

  private static void assertRefused(String reason, Path jar) {
    String said = assertThrows(RefusedException.class, () -> JarReader.read(jar)).reason();
    assertTrue(said.startsWith(reason), said);
  }

  private Path jar(Map<String, String> headers, String entry, byte[] bytes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach((k, v) -> manifest.getMainAttributes().put(new Attributes.Name(k), v));
    Path jar = folder.resolve("sample.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry(entry));
      out.write(bytes);
    }
    return jar;
  }
}
