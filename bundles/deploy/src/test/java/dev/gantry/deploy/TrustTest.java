package dev.gantry.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Needs root, as only root can give files away.
class TrustTest {
  @TempDir private Path folder;
  private Path jar;
  private final Trust trust = new Trust(0);

  @BeforeEach
  void make() throws IOException {
    jar = Files.createFile(Files.createDirectory(folder.resolve("plugins")).resolve("a.jar"));
    mode(jar.getParent(), "rwxr-xr-x");
    mode(jar, "rw-r--r--");
  }

  @Test
  void whatOnlyRootMayWriteToIsTaken() throws IOException, RefusedException {
    assertEquals(jar.toRealPath(), trust.check(jar));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void aFileThatOthersMayWriteToIsRefused(String mode) throws IOException {
    mode(jar, mode);

    assertRefused("others may write to \"" + jar.toRealPath(), jar);
  }

  @Test
  void aDirectoryOnTheWayThatOthersMayWriteToIsRefused() throws IOException {
    mode(jar.getParent(), "rwxrwxr-x");

    assertRefused("others may write to \"" + jar.getParent().toRealPath(), jar);
  }

  @Test
  void anotherOwnerIsRefused() throws IOException {
    Files.setAttribute(jar, "unix:uid", 12345);

    assertRefused("\"" + jar.toRealPath() + "\" belongs to user 12345", jar);
  }

  @Test
  void theDaemonsOwnUserIsTaken() throws IOException, RefusedException {
    Files.setAttribute(jar, "unix:uid", 12345);

    assertEquals(jar.toRealPath(), new Trust(12345).check(jar));
  }

  @Test
  void aLinkIsFollowedToWhereOnlyRootMayWrite() throws IOException, RefusedException {
    Path link = Files.createSymbolicLink(folder.resolve("link.jar"), jar);
    Path before = trust.check(link);
    mode(jar.getParent(), "rwxrwxrwx");

    assertEquals(jar.toRealPath(), before);
    assertRefused("others may write to", link);
  }

  private void assertRefused(String reason, Path path) {
    String said = assertThrows(RefusedException.class, () -> trust.check(path)).reason();
    assertTrue(said.startsWith(reason), said);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }
}
