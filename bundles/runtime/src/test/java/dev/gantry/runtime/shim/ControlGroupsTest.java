package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlGroupsTest {
  @TempDir private Path folder;
  private Path memory;
  private Path pids;
  private ControlGroups groups;

  @BeforeEach
  void layOut() throws IOException {
    memory = Files.createDirectories(folder.resolve("memory/ns/one"));
    pids = Files.createDirectories(folder.resolve("pids/ns/one"));
    Files.createDirectories(folder.resolve("other/ns/one"));
    groups = new ControlGroups(List.of(folder.resolve("memory"), folder.resolve("pids")));
  }

  private Path spec(String path) throws IOException {
    return Files.writeString(
        folder.resolve("config.json"), "{\"linux\":{\"cgroupsPath\":%s}}".formatted(path));
  }

  @Test
  void aProcessJoinsEachOfThatName() throws IOException {
    Files.createFile(memory.resolve("cgroup.procs"));
    Files.createFile(pids.resolve("cgroup.procs"));

    groups.join("/ns/one", 7);

    assertEquals("7", Files.readString(memory.resolve("cgroup.procs")));
    assertEquals("7", Files.readString(pids.resolve("cgroup.procs")));
    assertThrows(IOException.class, () -> groups.join("/ns/two", 7));
    Path other = Files.createFile(folder.resolve("other/ns/one/cgroup.procs"));
    assertThrows(IOException.class, () -> groups.join("../other/ns/one", 7));
    assertEquals("", Files.readString(other));
  }

  @Test
  void emptyOnesOfEveryHierarchyGo() throws IOException {
    groups.remove(spec("\"/ns/one\""));
    groups.remove(spec("\"/ns/one\""));

    assertFalse(Files.exists(memory) || Files.exists(pids));
    assertTrue(Files.exists(memory.getParent()));
    assertTrue(Files.exists(folder.resolve("other/ns/one")));
  }

  @Test
  void oneThatIsInUseStays() throws IOException {
    Files.createDirectory(memory.resolve("child"));
    Path spec = spec("\"/ns/one\"");

    assertThrows(IOException.class, () -> groups.remove(spec));
    assertTrue(Files.exists(memory));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"ns/one\"", "\"slice:ns:one\"", "\"/\"", "\"/../\"", "\"\"", "7", "null"})
  void otherPathsNameNone(String path) throws IOException {
    groups.remove(spec(path));

    assertTrue(Files.exists(memory) && Files.exists(folder));
  }

  @Test
  void aSpecThatCannotBeReadNamesNone() throws IOException {
    groups.remove(folder.resolve("nothing"));
    groups.remove(Files.writeString(folder.resolve("config.json"), "no JSON"));

    assertTrue(Files.exists(memory));
  }
}
