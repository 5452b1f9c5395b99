package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PremisesTest {
  private static final String MARK = "This directory belongs to Gantry. format=1\n";

  @TempDir private Path folder;
  private Path root;
  private Path state;

  @BeforeEach
  void start() {
    root = folder.resolve("root");
    state = folder.resolve("state");
  }

  @Test
  void missingDirectoriesAreMadeAndMarked() throws IOException {
    take().close();

    assertEquals("rwx------", mode(root));
    assertEquals("rwx--x--x", mode(state));
    assertEquals(MARK, Files.readString(root.resolve("gantry")));
    assertEquals(MARK, Files.readString(state.resolve("gantry")));
    assertEquals(List.of("gantry"), names(root));
  }

  @Test
  void aTemporaryDirectoryIsMadeForTheDaemonAlone() throws IOException {
    Path temp = root.resolve("temp");
    new Sample(folder).write("config.toml", "version = 4\ntemp = '" + temp + "'\n");

    take().close();

    assertEquals("rwx------", mode(temp));
  }

  @Test
  void whatIsMarkedIsTakenAgainWithAllThatIsInIt() throws IOException {
    take().close();
    Files.writeString(root.resolve("data"), "x");

    take().close();

    assertEquals(List.of("data", "gantry"), names(root));
  }

  @Test
  void anEmptyDirectoryANewFileSystemAndWhatACrashLeftAreTaken() throws IOException {
    Files.createDirectories(root.resolve("lost+found"));
    Files.createDirectories(state);
    Files.writeString(root.resolve("gantry.new-123"), "This dir");

    take().close();

    assertEquals(MARK, Files.readString(root.resolve("gantry")));
  }

  @Test
  void foreignDataIsRefusedAndLeft() throws IOException {
    Files.createDirectories(root.resolve("photos"));

    assertEquals(
        "root \"root\" holds \"photos\" and is not marked as Gantry's:"
            + " choose another directory with --root, or empty this one",
        refused());
    assertEquals(List.of("photos"), names(root));
  }

  @Test
  void foreignDataInTheStateIsRefusedAndTheRootLetGo() throws IOException {
    Files.createDirectories(state.resolve("photos"));

    String message = refused();

    assertTrue(message.startsWith("state \"state\" holds \"photos\""), message);
    Files.delete(state.resolve("photos"));
    take().close();
  }

  @Test
  void containerdsDatabaseIsRefusedEvenInAMarkedDirectory() throws IOException {
    take().close();
    Path database = root.resolve("io.containerd.metadata.v1.bolt/meta.db");
    Files.createDirectories(database.getParent());
    Files.writeString(database, "x");

    String message = refused();

    assertTrue(message.startsWith("root \"root\" holds containerd's database"), message);
  }

  @Test
  void aMarkOfAnotherVersionIsRefused() throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("gantry"), MARK.replace("format=1", "format=2"));

    String message = refused();

    assertTrue(message.contains("is of another version of Gantry"), message);
    assertTrue(message.contains("format=2"), message);
  }

  @Test
  void aMarkThatIsALinkIsRefused() throws IOException {
    Files.createDirectories(root);
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), MARK);
    Files.createSymbolicLink(root.resolve("gantry"), elsewhere);

    assertTrue(refused().startsWith("root \"root\" cannot be used"));
  }

  @Test
  void aSecondDaemonIsRefusedOnTheSameRootAndOnTheSameState() throws IOException {
    try (Premises held = take()) {
      String sameRoot = refused(Map.of("state", folder.resolve("state2").toString()));
      String sameState = refused(Map.of("root", folder.resolve("root2").toString()));

      assertEquals("another daemon uses \"root\"", sameRoot);
      assertEquals("another daemon uses \"state\"", sameState);
      assertFalse(held.toString().isEmpty());
    }
    take().close();
  }

  @Test
  void aStateInsideOfTheRootIsFineAndSoIsTheReverse() throws IOException {
    take(Map.of("state", root.resolve("s").toString())).close();
    take(Map.of("state", root.resolve("s").toString())).close();
    Path outer = folder.resolve("outer");
    take(Map.of("root", outer.resolve("r/s").toString(), "state", outer.toString())).close();

    assertTrue(Files.exists(root.resolve("s/gantry")));
    assertTrue(Files.exists(outer.resolve("gantry")));
  }

  @Test
  void aDirectoryThatCannotBeHadIsNamed() throws IOException {
    Files.writeString(root, "a file");

    assertTrue(refused().startsWith("root \"root\" cannot be made: "));
    assertTrue(
        refused(Map.of("root", "/proc/gantry")).startsWith("root \"/proc/gantry\" cannot be made"));
    assertTrue(refused(Map.of("root", "/sys/kernel")).startsWith("root \"/sys/kernel\" "));
  }

  private Premises take() throws IOException {
    return take(Map.of());
  }

  private Premises take(Map<String, String> flags) throws IOException {
    return Premises.take(new LiveConfiguration(() -> new Sample(folder).read(flags)));
  }

  private String refused() {
    return refused(Map.of());
  }

  private String refused(Map<String, String> flags) {
    ConfigException e = assertThrows(ConfigException.class, () -> take(flags));
    return String.valueOf(e.getMessage()).replace(folder + "/", "");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
