package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {
  @TempDir private Path folder;

  @Test
  void aPathOfMoreThanTheLongestIsRefusedWithItsLength() {
    Path longest = Path.of("/" + "x".repeat(103));
    Path longer = Path.of("/" + "ä".repeat(52));

    assertEquals(longest, new UnixSocket(longest, -1, -1).path());
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new UnixSocket(longer, -1, -1))
                .getMessage());
    assertTrue(message.contains("105 bytes, more than 104"), message);
  }

  @Test
  void aRelativePathIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new UnixSocket(Path.of("d.sock"), -1, -1));
  }

  @Test
  void aMissingDirectoryIsMadeForOwnerAndGroup() throws IOException {
    Path directory = folder.resolve("a/b");

    new UnixSocket(directory.resolve("d.sock"), 12, 34).prepare();

    assertEquals("rwxrwx---", mode(directory));
    assertEquals(12, Files.getAttribute(directory, "unix:uid"));
    assertEquals(34, Files.getAttribute(directory, "unix:gid"));
  }

  @Test
  void anExistingDirectoryIsLeftAsItIs() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("a"));
    String before = mode(directory);

    new UnixSocket(directory.resolve("d.sock"), 12, 34).prepare();

    assertEquals(before, mode(directory));
    assertEquals(0, Files.getAttribute(directory, "unix:uid"));
  }

  @Test
  void aStaleSocketIsRemoved() throws IOException {
    Path path = folder.resolve("d.sock");
    bind(path).close();
    assertTrue(Files.exists(path));

    new UnixSocket(path, -1, -1).prepare();

    assertFalse(Files.exists(path));
  }

  @Test
  void aSocketThatSomebodyListensOnIsRefused() throws IOException {
    Path path = folder.resolve("d.sock");
    try (ServerSocketChannel listening = bind(path)) {
      IOException e = assertThrows(IOException.class, () -> new UnixSocket(path, -1, -1).prepare());

      assertTrue(String.valueOf(e.getMessage()).contains("somebody listens"), e.getMessage());
      assertTrue(listening.isOpen() && Files.exists(path));
    }
  }

  @Test
  void aBusySocketIsNoStaleOne() throws IOException {
    Path path = folder.resolve("d.sock");
    try (ServerSocketChannel listening = bind(path);
        SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(path));
        SocketChannel second = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThrows(IOException.class, () -> new UnixSocket(path, -1, -1).prepare());

      assertTrue(listening.isOpen() && first.isOpen() && second.isOpen());
      assertTrue(Files.exists(path));
    }
  }

  @Test
  void anotherFileInTheWayIsRefusedAndLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "data");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));

    assertThrows(IOException.class, () -> new UnixSocket(file, -1, -1).prepare());
    assertThrows(IOException.class, () -> new UnixSocket(link, -1, -1).prepare());

    assertEquals("data", Files.readString(file));
    assertTrue(Files.exists(link, LinkOption.NOFOLLOW_LINKS));
  }

  @Test
  void aBoundSocketGetsModeAndOwner() throws IOException {
    Path path = folder.resolve("d.sock");
    try (ServerSocketChannel listening = bind(path)) {
      new UnixSocket(path, 12, 34).publish();

      assertTrue(listening.isOpen());
    }
    assertEquals("rw-rw----", mode(path));
    assertEquals(12, Files.getAttribute(path, "unix:uid"));
    assertEquals(34, Files.getAttribute(path, "unix:gid"));
  }

  private static ServerSocketChannel bind(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path), 1);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
