package dev.gantry.runtime.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Programs of shims that behave as a test wants. Each is a script, found by its name in the
/// folder, that starts a process beside it as shims do.
///
/// @param folder to be put into PATH
record ShimDouble(Path folder) {
  private static final String LIFE =
      """
      #!/bin/bash
      # bash, because of -a: whoever looks for processes of a shim goes by the first words.
      for last; do :; done
      serve() {
        exec -a "$0" JAVA -Xmx48m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 @WORDS MAIN "$PWD/s" "$@" 3>&- &
        until [ -S "$PWD/s" ]; do kill -0 $! || exit 9; sleep 0.02; done
      }
      case "$last" in
      start)
        exec 3>&1 >>FOLDER/out 2>&1 </dev/null
        START
        ;;
      delete)
        DELETE
        ;;
      esac
      """;

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /// What `delete` prints: pid 7, status 137.
  private static final String ENDED = "printf '\\010\\007\\020\\211\\001'";

  /// A program whose start runs a script, with `serve PROTOCOL VERSION BEHAVIOUR` for the process
  /// and descriptor 3 for the answer.
  ///
  /// @return the runtime's name
  String make(String name, String start) throws IOException {
    return make(name, start, ENDED);
  }

  String make(String name, String start, String delete) throws IOException {
    Path words = folder.resolve("words");
    if (!Files.exists(words)) {
      Files.writeString(
          words,
          "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp \""
              + System.getProperty("java.class.path")
              + "\"");
    }
    Path program = folder.resolve("containerd-shim-" + name + "-v3");
    Files.writeString(
        program,
        LIFE.replace("JAVA", JAVA.toString())
            .replace("WORDS", words.toString())
            .replace("MAIN", DoubleMain.class.getName())
            .replace("FOLDER", folder.toString())
            .replace("START", start)
            .replace("DELETE", delete));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return "double." + name + ".v3";
  }
}
