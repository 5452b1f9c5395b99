package dev.gantry.runtime.shim;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gantry.api.errors.Fault;
import dev.gantry.linux.Directory;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.Inodes;
import dev.gantry.linux.Mounts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The files of one task's bundle. One thread works on a bundle at a time.
public record ShimFiles(ShimLayout.Bundle bundle) {
  private static final String PASSABLE = "rwx--x--x";
  private static final String OWN = "rwx------";
  private static final int LONGEST = 16 << 10;

  /// Makes the bundle of a new task; what an earlier task of that name left in its work directory
  /// goes. On a failure nothing stays.
  ///
  /// @param spec of the container, written as it is
  /// @throws dev.gantry.api.errors.GantryException ALREADY_EXISTS when there is a bundle
  public void create(byte[] spec) throws IOException {
    make(bundle.directory().getParent());
    make(bundle.work().getParent());
    try {
      Files.createDirectory(bundle.directory());
    } catch (FileAlreadyExistsException e) {
      throw Fault.ALREADY_EXISTS.because("bundle \"" + bundle.directory() + "\"", e);
    }
    boolean whole = false;
    try {
      fill(spec);
      whole = true;
    } finally {
      if (!whole) {
        delete();
      }
    }
  }

  private void fill(byte[] spec) throws IOException {
    permit(bundle.directory(), OWN);
    OptionalInt group = rootGroup(spec);
    if (group.isPresent()) {
      Files.setAttribute(bundle.directory(), "unix:gid", group.getAsInt());
      permit(bundle.directory(), "rwx--x---");
    }
    Files.createDirectory(bundle.rootfs());
    permit(bundle.rootfs(), PASSABLE);
    removeTree(bundle.work());
    Files.createDirectory(bundle.work());
    permit(bundle.work(), PASSABLE);
    Files.createSymbolicLink(bundle.workLink(), bundle.work());
    Files.write(bundle.config(), spec, StandardOpenOption.CREATE_NEW);
  }

  /// Removes all of it, the container's root file system unmounted first. What is not there is
  /// well. The directories are renamed before they are emptied, so that a daemon that dies in
  /// between takes none of them for a task.
  public void delete() throws IOException {
    try {
      if (Files.isDirectory(bundle.rootfs(), LinkOption.NOFOLLOW_LINKS)) {
        Mounts.unmountAll(bundle.rootfs(), Mounts.Unmount.DETACH);
        // Not a tree: what is still mounted here must survive.
        Files.delete(bundle.rootfs());
      }
    } catch (ErrnoException e) {
      throw new IOException("cannot unmount \"" + bundle.rootfs() + "\": " + e.getMessage(), e);
    }
    removeRenamed(bundle.directory());
    removeRenamed(bundle.work());
  }

  /// Removes the control groups of a container whose making may have been cut off.
  ///
  /// @throws IOException when one stays, because somebody is in it
  public void deleteGroups() throws IOException {
    ControlGroups.ofMachine().remove(bundle.config());
  }

  private static void removeRenamed(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Path hidden = directory.resolveSibling("." + directory.getFileName());
      removeTree(hidden);
      Files.move(directory, hidden, StandardCopyOption.ATOMIC_MOVE);
      removeTree(hidden);
    }
  }

  /// Removes what an earlier removal below a directory began.
  public static void removeHidden(Path parent) throws IOException {
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(parent, ".*")) {
      for (Path tree : hidden) {
        removeTree(tree);
      }
    }
  }

  private static void removeTree(Path tree) throws IOException {
    // The same as its parent, which is never missing here.
    Path above = tree.toAbsolutePath().resolve("..").normalize();
    try (Directory parent = Directory.open(above)) {
      parent.entry(String.valueOf(tree.getFileName())).removeTree();
    } catch (ErrnoException e) {
      throw new IOException("cannot remove \"" + tree + "\": " + e.getMessage(), e);
    }
  }

  /// The group of the host that is root's in the container, when it has a user namespace.
  private static OptionalInt rootGroup(byte[] spec) {
    try {
      JsonObject object =
          JsonParser.parseString(new String(spec, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonObject linux = object.getAsJsonObject("linux");
      if (linux == null || !linux.has("gidMappings")) {
        return OptionalInt.empty();
      }
      for (JsonElement element : linux.getAsJsonArray("gidMappings")) {
        JsonObject mapping = element.getAsJsonObject();
        if (mapping.get("containerID").getAsLong() == 0) {
          return OptionalInt.of((int) mapping.get("hostID").getAsLong());
        }
      }
      return OptionalInt.empty();
    } catch (JsonParseException | IllegalStateException | ClassCastException e) {
      throw Fault.INVALID_ARGUMENT.because("the container's spec cannot be read", e);
    }
  }

  public void writeProgram(Path program) throws IOException {
    replace(bundle.program(), program.toString(), "rw-------");
  }

  /// The program that the task was started with; empty when that is not known.
  public Optional<Path> program() throws IOException {
    return Files.exists(bundle.program())
        ? Optional.of(Path.of(text(bundle.program())))
        : Optional.empty();
  }

  /// For a task that a sandbox serves.
  public void writeSandbox(String id) throws IOException {
    replace(bundle.sandbox(), id, "rw-------");
  }

  /// Whether a sandbox serves the task, which has no program then.
  public boolean isInSandbox() {
    return Files.exists(bundle.sandbox());
  }

  /// A new directory of the task's, for the images that it is restored from.
  public Path makeImages() throws IOException {
    Files.createDirectory(bundle.images());
    permit(bundle.images(), OWN);
    return bundle.images();
  }

  public void writeBootstrap(Bootstrap bootstrap) throws IOException {
    replace(bundle.bootstrap(), bootstrap.json(), "rw-r--r--");
  }

  /// How the task's shim is reached; what only a shim's own address file tells is written down.
  public Optional<Bootstrap> bootstrap() throws IOException {
    if (Files.exists(bundle.bootstrap())) {
      return Optional.of(Bootstrap.json(text(bundle.bootstrap())));
    }
    if (!Files.exists(bundle.address())) {
      return Optional.empty();
    }
    Bootstrap bootstrap = Bootstrap.parse(text(bundle.address()).getBytes(StandardCharsets.UTF_8));
    writeBootstrap(bootstrap);
    return Optional.of(bootstrap);
  }

  /// All of it; such a file is short, or it is not what it should be.
  private static String text(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IOException("\"" + file + "\" is longer than " + LONGEST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static void replace(Path file, String text, String mode) throws IOException {
    Path draft = file.resolveSibling("." + file.getFileName());
    Files.writeString(draft, text);
    permit(draft, mode);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void make(@Nullable Path directory) throws IOException {
    if (directory != null && !Files.isDirectory(directory)) {
      make(directory.getParent());
      Files.createDirectories(directory);
      permit(directory, PASSABLE);
      Inodes.separateTrees(directory);
    }
  }

  private static void permit(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
