package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.linux.Mounts;
import dev.gantry.runtime.shim.Bootstrap.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimFilesTest {
  private static final byte[] SPEC = "{\"ociVersion\":\"1.1.0\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private ShimLayout.Bundle bundle;
  private ShimFiles files;

  @BeforeEach
  void layOut() {
    bundle = new ShimLayout(folder.resolve("state"), folder.resolve("root")).bundle("ns", "id");
    files = new ShimFiles(bundle);
  }

  @AfterEach
  void unmount() {
    Mounts.unmountAll(bundle.rootfs(), Mounts.Unmount.DETACH);
  }

  @Test
  void aBundleHasTheReferencesFilesAndModes() throws IOException {
    files.create(SPEC);

    assertEquals(folder.resolve("state/ns/id"), bundle.directory());
    assertEquals("rwx------", mode(bundle.directory()));
    assertEquals("rwx--x--x", mode(bundle.directory().getParent()));
    assertEquals("rwx--x--x", mode(folder.resolve("root/ns/id")));
    assertEquals("rwx--x--x", mode(bundle.rootfs()));
    assertEquals(
        folder.resolve("root/ns/id"), Files.readSymbolicLink(bundle.directory().resolve("work")));
    assertArrayEquals(SPEC, Files.readAllBytes(bundle.directory().resolve("config.json")));
  }

  @Test
  void theGroupThatIsRootInTheContainerMayPass() throws IOException {
    String spec =
        """
        {"linux": {"gidMappings": [
          {"containerID": 1, "hostID": 7, "size": 1}, {"containerID": 0, "hostID": 4711, "size": 1}]}}
        """;

    files.create(spec.getBytes(StandardCharsets.UTF_8));

    assertEquals("rwx--x---", mode(bundle.directory()));
    assertEquals(4711, Files.getAttribute(bundle.directory(), "unix:gid"));
  }

  @Test
  void aSecondBundleOfANameIsRefusedAndTheFirstStays() throws IOException {
    files.create(SPEC);

    GantryException e = assertThrows(GantryException.class, () -> files.create(SPEC));

    assertEquals(Fault.ALREADY_EXISTS, e.fault());
    assertArrayEquals(SPEC, Files.readAllBytes(bundle.config()));
  }

  @Test
  void aSpecThatCannotBeReadLeavesNothing() throws IOException {
    byte[] broken = "{\"linux\": {\"gidMappings\": 5}}".getBytes(StandardCharsets.UTF_8);

    assertThrows(GantryException.class, () -> files.create(broken));

    assertEquals(List.of(), names(bundle.directory().getParent()));
    assertEquals(List.of(), names(bundle.work().getParent()));
  }

  @Test
  void anOldWorkDirectoryGoes() throws IOException {
    Files.createDirectories(bundle.work());
    Files.writeString(bundle.work().resolve("old"), "");

    files.create(SPEC);

    assertEquals(List.of(), names(bundle.work()));
  }

  @Test
  void deletionUnmountsTheRootAndTakesAll() throws IOException {
    files.create(SPEC);
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "");
    Mounts.mount("bind", outside.toString(), bundle.rootfs(), List.of("rbind"));

    files.delete();
    files.delete();

    assertEquals(List.of(), names(bundle.directory().getParent()));
    assertEquals(List.of(), names(bundle.work().getParent()));
    assertEquals(List.of("precious"), names(outside));
  }

  @Test
  void aRootThatIsNotEmptyIsNoMountAndStays() throws IOException {
    files.create(SPEC);
    Files.writeString(bundle.rootfs().resolve("data"), "");

    assertThrows(IOException.class, files::delete);

    assertEquals(List.of("data"), names(bundle.rootfs()));
  }

  @Test
  void theProgramIsRemembered() throws IOException {
    files.create(SPEC);
    Optional<Path> before = files.program();

    files.writeProgram(Path.of("/usr/bin/containerd-shim-runc-v2"));

    assertTrue(before.isEmpty());
    assertEquals(Optional.of(Path.of("/usr/bin/containerd-shim-runc-v2")), files.program());
    assertEquals("rw-------", mode(bundle.directory().resolve("shim-binary-path")));
  }

  @Test
  void theBootstrapIsRemembered() throws IOException {
    files.create(SPEC);
    Bootstrap bootstrap = new Bootstrap(3, "unix:///s", Protocol.GRPC);

    files.writeBootstrap(bootstrap);

    assertEquals(Optional.of(bootstrap), files.bootstrap());
    assertEquals("rw-r--r--", mode(bundle.directory().resolve("bootstrap.json")));
    assertEquals(
        "{\"version\":3,\"address\":\"unix:///s\",\"protocol\":\"grpc\"}",
        Files.readString(bundle.directory().resolve("bootstrap.json")));
  }

  @Test
  void anAddressFileBecomesABootstrap() throws IOException {
    files.create(SPEC);
    Optional<Bootstrap> before = files.bootstrap();
    Files.writeString(bundle.directory().resolve("address"), "unix:///s");

    Bootstrap read = files.bootstrap().orElseThrow();
    Files.delete(bundle.directory().resolve("address"));

    assertTrue(before.isEmpty());
    assertEquals(new Bootstrap(2, "unix:///s", Protocol.TTRPC), read);
    assertEquals(Optional.of(read), files.bootstrap());
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }
}
