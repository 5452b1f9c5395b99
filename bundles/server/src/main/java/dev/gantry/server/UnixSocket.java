package dev.gantry.server;

import java.io.IOException;
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
  private static final int LONGEST = 104;

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
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwx---")));
      own(directory);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS).get("mode")
            instanceof Integer mode
        && (mode & 0170000) != 0140000) {
      throw new IOException("\"" + path + "\" is there and no socket");
    }
    if (answers()) {
      throw new IOException("somebody listens on \"" + path + "\" already");
    }
    Files.delete(path);
  }

  private boolean answers() {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
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
