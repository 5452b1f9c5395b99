package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShimProgramsTest {
  @TempDir private Path folder;
  private Path first;
  private Path second;
  private Path home;
  private String path;
  private ShimPrograms programs;

  @BeforeEach
  void directories() throws IOException {
    first = Files.createDirectory(folder.resolve("first"));
    second = Files.createDirectory(folder.resolve("second"));
    home = Files.createDirectory(folder.resolve("home"));
    path = "relative::" + first + ":" + second;
    programs = new ShimPrograms(home);
  }

  @Test
  void theNameIsMadeOfTheLastTwoParts() throws IOException {
    Path runc = program(first, "containerd-shim-runc-v2");
    Path other = program(first, "containerd-shim-b-c");

    assertEquals(runc, find("io.containerd.runc.v2"));
    assertEquals(other, find("b.c"));
  }

  @Test
  void thePathIsSearchedInOrderAndTheDaemonsFolderLast() throws IOException {
    Path last = program(home, "containerd-shim-runc-v2");
    Path fromHome = find("io.containerd.runc.v2");
    Path early = program(second, "containerd-shim-kata-v2");
    program(home, "containerd-shim-kata-v2");

    assertEquals(last, fromHome);
    assertEquals(early, find("io.containerd.kata.v2"));
  }

  @Test
  void whatCannotBeRunIsPassedOver() throws IOException {
    Files.createDirectory(first.resolve("containerd-shim-runc-v2"));
    Files.writeString(second.resolve("containerd-shim-runc-v2"), "no program");
    Path right = program(home, "containerd-shim-runc-v2");

    assertEquals(right, find("io.containerd.runc.v2"));
  }

  @Test
  void aProgramThatWentIsSearchedAgain() throws IOException {
    Path gone = program(first, "containerd-shim-runc-v2");
    find("io.containerd.runc.v2");
    Files.delete(gone);
    Path next = program(second, "containerd-shim-runc-v2");

    assertEquals(next, find("io.containerd.runc.v2"));
  }

  @Test
  void whatIsRememberedIsThatOfOnePath() throws IOException {
    Path program = program(first, "containerd-shim-runc-v2");
    Path other = program(second, "containerd-shim-runc-v2");

    assertEquals(program, find("io.containerd.runc.v2"));
    assertEquals(other, programs.find("io.containerd.runc.v2", second.toString()));
    assertEquals(program, find("io.containerd.runc.v2"));
  }

  @Test
  void anAbsolutePathIsTakenAsItIs() throws IOException {
    Path any = program(folder, "any");

    assertEquals(any, find(any.toString()));
    assertEquals(
        "invalid custom binary path: stat " + folder + "/none: no such file or directory: unknown",
        fault(folder + "/none"));
  }

  @Test
  void whatIsNotInstalledIsNamed() {
    assertEquals(
        "runtime \"io.containerd.runc.v2\" binary not installed \"containerd-shim-runc-v2\": file"
            + " does not exist: unknown",
        fault("io.containerd.runc.v2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runc", ".v2", "a/b.c", "./a.b", "../../bin/sh"})
  void aMalformedNameIsRefused(String runtime) {
    assertTrue(fault(runtime).startsWith("invalid runtime name " + runtime), fault(runtime));
  }

  private Path find(String runtime) {
    return programs.find(runtime, path);
  }

  private String fault(String runtime) {
    GantryException e = assertThrows(GantryException.class, () -> find(runtime));
    assertEquals(Fault.UNKNOWN, e.fault());
    return String.valueOf(e.getMessage());
  }

  private static Path program(Path directory, String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
