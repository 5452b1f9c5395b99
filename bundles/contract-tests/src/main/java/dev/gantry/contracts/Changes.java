package dev.gantry.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// What may be done to a tree that [#base] made.
@SuppressWarnings("ImmutableEnumChecker") // the changes capture nothing
public enum Changes implements Trees.Change {
  NOTHING(root -> {}),
  ADD_FILES(
      root -> {
        Files.createDirectories(root.resolve("new/deep/er"));
        Files.writeString(root.resolve("new/deep/er/file"), "text");
        Files.writeString(root.resolve("dir/added"), "text");
      }),
  OVERWRITE(root -> Files.writeString(root.resolve("dir/file"), "other")),
  APPEND(
      root -> Files.writeString(root.resolve("dir/file"), " and more", StandardOpenOption.APPEND)),
  DELETE_FILE(root -> Files.delete(root.resolve("dir/file"))),
  DELETE_DIRECTORY(root -> Trees.delete(root.resolve("dir"))),
  DELETE_ALL(
      root -> {
        for (String name : Trees.names(root)) {
          Trees.delete(root.resolve(name));
        }
      }),
  MAKE_DIRECTORY_ANEW(
      root -> {
        Trees.delete(root.resolve("dir"));
        Files.createDirectory(root.resolve("dir"));
        Files.writeString(root.resolve("dir/only"), "text");
      }),
  MAKE_FILE_ANEW(
      root -> {
        Files.delete(root.resolve("dir/file"));
        Files.writeString(root.resolve("dir/file"), "anew");
      }),
  FILE_FOR_DIRECTORY(
      root -> {
        Trees.delete(root.resolve("dir"));
        Files.writeString(root.resolve("dir"), "a file now");
      }),
  DIRECTORY_FOR_FILE(
      root -> {
        Files.delete(root.resolve("dir/file"));
        Files.createDirectory(root.resolve("dir/file"));
        Files.writeString(root.resolve("dir/file/below"), "text");
      }),
  LINK_FOR_DIRECTORY(
      root -> {
        Trees.delete(root.resolve("dir"));
        Files.createSymbolicLink(root.resolve("dir"), Path.of("empty"));
      }),
  RENAME_FILE(root -> Files.move(root.resolve("dir/file"), root.resolve("empty/moved"))),
  RENAME_DIRECTORY(root -> Programs.run("mv", "" + root.resolve("dir"), root + "/renamed")),
  MODES(
      root -> {
        Files.setAttribute(root.resolve("dir/file"), "unix:mode", 0104711);
        Files.setAttribute(root.resolve("dir"), "unix:mode", 0043700);
        Files.setAttribute(root.resolve("empty"), "unix:mode", 0041777);
      }),
  OWNERS(
      root -> {
        Files.setAttribute(root.resolve("dir/file"), "unix:uid", 1000);
        Files.setAttribute(root.resolve("dir"), "unix:gid", 70_000);
        Files.setAttribute(root.resolve("link"), "unix:uid", 1001, LinkOption.NOFOLLOW_LINKS);
      }),
  TIMES(
      root ->
          Files.setLastModifiedTime(
              root.resolve("dir/file"), FileTime.from(Instant.ofEpochSecond(1, 123_456_789)))),
  XATTRS(
      root -> {
        Trees.xattr(root.resolve("dir/file"), "added", "value");
        Trees.xattr(root.resolve("dir"), "added", "value");
      }),
  SPECIAL_FILES(
      root -> {
        Programs.run("mkfifo", root + "/fifo");
        Programs.run("mknod", root + "/null", "c", "1", "3");
        Programs.run("mknod", root + "/loop", "b", "7", "300");
      }),
  LINKS(
      root -> {
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("/no/where"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("../../up"));
        Files.createLink(root.resolve("hard"), root.resolve("dir/file"));
      }),
  WHITEOUT_NAMES(
      root -> {
        Files.writeString(root.resolve("dir/.wh.file"), "a name like any other");
        Files.writeString(root.resolve("dir/.wh..wh..opq"), "this too");
      }),
  ODD_NAMES(
      root -> {
        Files.writeString(root.resolve("new\nline"), "text");
        Files.writeString(root.resolve("com,ma:and=more \\"), "text");
        Files.writeString(root.resolve("n".repeat(255)), "text");
      });

  private final Trees.Change change;

  Changes(Trees.Change change) {
    this.change = change;
  }

  @Override
  public void on(Path root) throws IOException {
    change.on(root);
  }

  /// Makes the tree that is changed.
  public static void base(Path root) throws IOException {
    Files.createDirectories(root.resolve("dir/sub"));
    Files.createDirectory(root.resolve("empty"));
    Files.writeString(root.resolve("dir/file"), "text");
    Files.writeString(root.resolve("dir/sub/file"), "text below");
    Files.createSymbolicLink(root.resolve("link"), Path.of("dir/file"));
    Trees.xattr(root.resolve("dir/file"), "base", "value");
  }
}
