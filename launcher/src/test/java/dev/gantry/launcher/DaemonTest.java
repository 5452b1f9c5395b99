package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.commons.cli.ParseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleException;

@Timeout(120)
class DaemonTest {
  @TempDir private Path folder;

  @BeforeEach
  void lay() throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.createDirectories(folder.resolve("bundles"));
    Files.writeString(folder.resolve("lib/build.properties"), "version=1\n");
  }

  @Test
  void startsTheListAndStopsWithStatusZero() throws Exception {
    bundle("a", Map.of());
    bundle("host", Map.of());
    bundle("part", Map.of("Fragment-Host", "host"));
    Daemon daemon =
        daemon("core 1 bundles/a.jar", "core 2 bundles/part.jar", "core 2 bundles/host.jar");

    daemon.start();

    assertEquals(0, daemon.stop());
    daemon.awaitStop();
  }

  @Test
  void aSecondStartOverTheSameCacheFollowsTheList() throws Exception {
    bundle("a", Map.of());
    bundle("b", Map.of());
    Daemon first = daemon("core 1 bundles/a.jar", "core 1 bundles/b.jar");
    first.start();
    assertEquals(0, first.stop());
    Files.delete(folder.resolve("bundles/b.jar"));
    Daemon second = daemon("core 1 bundles/a.jar");

    second.start();

    assertEquals(0, second.stop());
  }

  @Test
  void aJarThatIsNotThereIsNamed() throws Exception {
    Daemon daemon = daemon("core 1 bundles/absent.jar");

    IOException e = assertThrows(IOException.class, daemon::start);

    assertTrue(String.valueOf(e.getMessage()).contains("bundles/absent.jar"), e.getMessage());
    assertEquals(1, daemon.stop());
  }

  @Test
  void aJarThatIsNoneIsNamed() throws Exception {
    Files.writeString(folder.resolve("bundles/torn.jar"), "PK");
    Daemon daemon = daemon("core 1 bundles/torn.jar");

    BundleException e = assertThrows(BundleException.class, daemon::start);

    assertTrue(String.valueOf(e.getMessage()).contains("torn.jar"), e.getMessage());
    assertEquals(1, daemon.stop());
  }

  @Test
  void aBundleThatLacksAPackageIsNamedWithIt() throws Exception {
    bundle("a", Map.of());
    bundle("hungry", Map.of("Import-Package", "no.such.thing"));
    Daemon daemon = daemon("core 1 bundles/a.jar", "core 2 bundles/hungry.jar");

    BundleException e = assertThrows(BundleException.class, daemon::start);

    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("bundle hungry did not start: "), message);
    assertTrue(message.contains("no.such.thing"), message);
    assertEquals(1, daemon.stop());
  }

  @Test
  void aBundleWhoseActivatorIsMissingIsNamed() throws Exception {
    bundle("broken", Map.of("Bundle-Activator", "no.such.Activator"));
    Daemon daemon = daemon("core 1 bundles/broken.jar");

    BundleException e = assertThrows(BundleException.class, daemon::start);

    assertTrue(String.valueOf(e.getMessage()).startsWith("bundle broken did not start: "));
    assertEquals(1, daemon.stop());
  }

  @Test
  void aStopBeforeTheStartIsFine() throws Exception {
    assertEquals(0, daemon().stop());
  }

  private Daemon daemon(String... startList) throws IOException, ParseException {
    Files.write(folder.resolve("lib/start.list"), List.of(startList));
    Files.write(folder.resolve("lib/framework.properties"), List.of());
    return new Daemon(
        Distribution.in(folder), Flags.parse(new String[] {}), folder.resolve("cache"));
  }

  private void bundle(String name, Map<String, String> headers) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    headers.forEach(main::putValue);
    try (OutputStream out = Files.newOutputStream(folder.resolve("bundles/" + name + ".jar"))) {
      new JarOutputStream(out, manifest).close();
    }
  }
}
