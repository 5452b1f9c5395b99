package dev.gantry.deploy;

import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Takes files that nobody but root and the daemon's own user can change or exchange: neither the
/// file nor any directory on the way to it. A symbolic link is followed where that holds for both
/// of its ends.
final class Trust {
  private static final int OTHERS_WRITE = 0022;
  private static final int STICKY = 01000;

  private final Set<Integer> owners;

  /// @param uid of the daemon
  Trust(int uid) {
    owners = uid == 0 ? Set.of(0) : Set.of(0, uid);
  }

  static Trust own() throws IOException {
    return new Trust((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  /// @return the path without links
  /// @throws IOException when it is not there
  Path check(Path path) throws IOException, RefusedException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && Files.isSymbolicLink(path)) {
      checkWay(parent.toRealPath());
    }
    Path real = path.toRealPath();
    checkWay(real);
    return real;
  }

  private void checkWay(Path real) throws IOException, RefusedException {
    for (Path part = real; part != null; part = part.getParent()) {
      int mode = (int) Files.getAttribute(part, "unix:mode");
      int owner = (int) Files.getAttribute(part, "unix:uid");
      if (!owners.contains(owner)) {
        throw new RefusedException(
            "\"" + part + "\" belongs to user " + owner + ", who is neither root nor the daemon's");
      }
      // In a sticky directory others may add, and not exchange what is there.
      boolean kept = !part.equals(real) && (mode & STICKY) != 0;
      if ((mode & OTHERS_WRITE) != 0 && !kept) {
        throw new RefusedException(
            "others may write to \"%s\" (mode %04o): take group's and others' right to write away"
                .formatted(part, mode & 07777));
      }
    }
  }
}
