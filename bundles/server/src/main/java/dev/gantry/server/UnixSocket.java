package dev.gantry.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file of a unix socket, before and after it is bound.
///
/// @param uid owner, -1 for the daemon's own
/// @param gid group, -1 for the daemon's own
record UnixSocket(Path path, int uid, int gid) {
  /// As much as the reference allows; the kernel takes 107.
  private static final int LONGEST = 104;

  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;

  UnixSocket {
    int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("socket path \"" + path + "\" is not absolute");
    }
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "socket path \"" + path + "\" has " + length + " bytes, more than " + LONGEST);
    }
  }

  /// Makes room for the socket: its directory, and no stale file in its place.
  ///
  /// @throws IOException when somebody listens there, or another file is in the way
  void prepare() throws IOException {
    Path directory = path.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
      own(directory);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & TYPE) != SOCKET) {
      throw new IOException("\"" + path + "\" is in the way of the socket and no socket itself");
    }
    if (!isStale()) {
      throw new IOException("somebody listens on \"" + path + "\" already");
    }
    Files.delete(path);
  }

  /// Only a refused connection proves that nobody listens; a full queue or a missing permission
  /// does not.
  private boolean isStale() throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new IOException("\"" + path + "\" is there, and asking who listens failed: " + e, e);
    }
  }

  /// Gives the bound socket its mode and owner.
  void publish() throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    own(path);
  }

  private void own(Path file) throws IOException {
    if (uid >= 0) {
      Files.setAttribute(file, "unix:uid", uid);
    }
    if (gid >= 0) {
      Files.setAttribute(file, "unix:gid", gid);
    }
  }
}
