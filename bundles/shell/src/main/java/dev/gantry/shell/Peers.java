package dev.gantry.shell;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/// Who may use the shell: the daemon's own user, and root.
///
/// @param own the user of the daemon
record Peers(UserPrincipal own, UserPrincipal root) {
  /// @param socket a file that the daemon has just made
  static Peers of(Path socket) throws IOException {
    return new Peers(
        Files.getOwner(socket),
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0"));
  }

  /// Why the peer of a connection is refused, by what the kernel says of it.
  Optional<String> refusal(SocketChannel channel) throws IOException {
    UserPrincipal user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    return user.equals(own) || user.equals(root)
        ? Optional.empty()
        : Optional.of(
            "user "
                + user.getName()
                + " may not use the shell of a daemon that runs as "
                + own.getName()
                + "; only that user and root may");
  }
}
