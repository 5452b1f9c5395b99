package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.runtime.shim.Bootstrap.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Shims that are scripts, well and ill behaved.
@Timeout(120)
class ShimCommandTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private boolean debug;

  @Test
  void startGivesArgumentsEnvironmentAndAnEmptyInput() throws IOException {
    Path seen = folder.resolve("seen");

    Bootstrap bootstrap =
        shim("""
        { echo "$@"; pwd; env | sort; wc -c; } > %s
        echo unix:///s
        """
                .formatted(seen))
            .start(Call.DAEMON, LONG);

    List<String> lines = Files.readAllLines(seen);
    assertEquals(new Bootstrap(2, "unix:///s", Protocol.TTRPC), bootstrap);
    assertEquals(
        "-namespace ns -address /d.sock -publish-binary /bin/gantry -id id start",
        lines.getFirst());
    assertEquals(folder.toRealPath().toString(), lines.get(1));
    assertEquals("0", lines.getLast());
    assertTrue(
        lines.containsAll(
            List.of(
                "GOMAXPROCS=7",
                "MAX_SHIM_VERSION=2",
                "PATH=/first:" + System.getenv("PATH"),
                "TTRPC_ADDRESS=/d.sock.ttrpc",
                "GRPC_ADDRESS=/d.sock",
                "NAMESPACE=ns",
                "GIVEN=x")),
        lines.toString());
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("HOME=")), lines.toString());
  }

  @Test
  void aFailedStartTellsWhatWasPrinted() throws IOException {
    GantryException e =
        assertThrows(
            GantryException.class,
            () -> shim("echo out; echo 'runc: not there' >&2; exit 3").start(Call.DAEMON, LONG));

    String message = String.valueOf(e.getMessage());
    assertEquals(Fault.UNKNOWN, e.fault());
    assertTrue(message.contains("ended with 3: out\nrunc: not there"), message);
  }

  @Test
  void aShimThatHangsIsKilled() throws IOException {
    Path pid = folder.resolve("pid");

    GantryException e =
        assertThrows(
            GantryException.class,
            () ->
                shim("echo $$ > " + pid + "; exec sleep 1000")
                    .start(Call.DAEMON, Duration.ofSeconds(3)));

    assertEquals(Fault.DEADLINE_EXCEEDED, e.fault());
    long started = Long.parseLong(Files.readString(pid).strip());
    ProcessHandle.of(started).ifPresent(process -> process.onExit().join());
    assertTrue(ProcessHandle.of(started).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aChildThatKeepsTheOutputOpenIsNotWaitedFor() throws IOException {
    Path pid = folder.resolve("pid");

    Bootstrap bootstrap =
        shim("sleep 1000 & echo $! > " + pid + "; echo unix:///s").start(Call.DAEMON, LONG);

    assertEquals("unix:///s", bootstrap.address());
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow().destroyForcibly();
  }

  @Test
  void endlessOutputIsCutAndRefused() throws IOException {
    GantryException e =
        assertThrows(
            GantryException.class,
            () -> shim("head -c 50000000 /dev/zero | tr '\\0' x; echo").start(Call.DAEMON, LONG));

    assertTrue(String.valueOf(e.getMessage()).length() < 1000);
  }

  @Test
  void deleteReadsTheAnswerAndNotTheErrors() throws IOException {
    // pid 5, status 137
    var answer =
        shim("echo \"$*\" > args; echo noise >&2; printf '\\010\\005\\020\\211\\001'").delete(LONG);

    assertEquals(5, answer.getPid());
    assertEquals(137, answer.getExitStatus());
    assertTrue(
        Files.readString(folder.resolve("args"))
            .strip()
            .endsWith("-id id -bundle " + folder + " delete"));
  }

  @Test
  void bothAreToldToBeVerbose() throws IOException {
    debug = true;
    String script =
        "echo \"$@\" >> %s/args; case $* in *start) echo unix:///s ;; esac".formatted(folder);

    shim(script).start(Call.DAEMON, LONG);
    shim(script).delete(LONG);

    List<String> words = Files.readAllLines(folder.resolve("args"));
    assertTrue(words.getFirst().endsWith("-id id -debug start"), words.toString());
    assertTrue(
        words.getLast().endsWith("-id id -bundle " + folder + " -debug delete"), words.toString());
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    ShimCommand nothing = command(folder.resolve("none"));

    GantryException e = assertThrows(GantryException.class, () -> nothing.start(Call.DAEMON, LONG));

    assertTrue(String.valueOf(e.getMessage()).contains("none"), e.getMessage());
  }

  private ShimCommand shim(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("shim"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return command(program);
  }

  private ShimCommand command(Path program) {
    ShimCommand.Daemon daemon =
        new ShimCommand.Daemon(
            "/d.sock",
            "/d.sock.ttrpc",
            Path.of("/bin/gantry"),
            debug,
            new ShimEnvironment(
                Map.of("PATH", System.getenv("PATH"), "GIVEN", "x"),
                new Added(Map.of("PATH", "/first:" + System.getenv("PATH"))),
                Map.of("GOMAXPROCS", "7")));
    return new ShimCommand(daemon, program, "ns", "id", folder);
  }
}
