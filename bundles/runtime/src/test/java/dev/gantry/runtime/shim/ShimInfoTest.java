package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.types.RuntimeInfo;
import dev.gantry.proto.types.RuntimeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are scripts, as none that Debian 12 has knows the flag.
@Timeout(60)
class ShimInfoTest {
  private static final Any OPTIONS =
      Any.newBuilder().setTypeUrl("x").setValue(ByteString.copyFromUtf8("binary")).build();

  @TempDir private Path folder;

  @Test
  void theProgramReadsTheOptionsAndTells() throws IOException {
    // name: "abc"
    Path program = program("echo \"$*\" > args; cat > in; echo noise >&2; printf '\\012\\003abc'");

    TypedValue told = ask(request(program, OPTIONS));

    assertEquals("containerd.types.RuntimeInfo", told.typeUrl());
    assertEquals("abc", RuntimeInfo.parseFrom(told.value()).getName());
    assertEquals("-info\n", Files.readString(folder.resolve("args")));
    assertEquals(OPTIONS, Any.parseFrom(Files.readAllBytes(folder.resolve("in"))));
  }

  @Test
  void withoutOptionsItReadsNothing() throws IOException {
    Path program = program("cat > in");

    TypedValue told =
        ask(RuntimeRequest.newBuilder().setRuntimePath(program.toString()).build().toByteArray());

    assertEquals(0, told.value().length);
    assertEquals(0, Files.size(folder.resolve("in")));
  }

  @Test
  void aProgramThatDoesNotKnowTheFlagIsNamed() throws IOException {
    Path program = program("exit 2");

    GantryException e = refused(request(program, OPTIONS));

    assertEquals(Fault.UNKNOWN, e.fault());
    assertTrue(
        String.valueOf(e.getMessage()).contains("-info of shim \"" + program + "\" ended with 2"),
        e.getMessage());
  }

  @Test
  void whatCannotBeReadIsRefused() throws IOException {
    Path garbage = program("echo no message at all");

    assertEquals(Fault.UNKNOWN, refused(request(garbage, OPTIONS)).fault());
    assertEquals(Fault.UNKNOWN, refused(new byte[] {7, 7, 7}).fault());
    assertEquals(Fault.UNKNOWN, refused(request(folder.resolve("none"), OPTIONS)).fault());
    Any long5k = OPTIONS.toBuilder().setValue(ByteString.copyFrom(new byte[5000])).build();
    assertEquals(Fault.INVALID_ARGUMENT, refused(request(garbage, long5k)).fault());
  }

  private static byte[] request(Path program, Any options) {
    return RuntimeRequest.newBuilder()
        .setRuntimePath(program.toString())
        .setOptions(options)
        .build()
        .toByteArray();
  }

  private GantryException refused(byte[] request) {
    return assertThrows(GantryException.class, () -> ask(request));
  }

  private TypedValue ask(byte[] request) {
    ShimEnvironment environment =
        new ShimEnvironment(Map.of("PATH", System.getenv("PATH")), new Added(Map.of()), Map.of());
    return new ShimInfo(new ShimPrograms(folder), environment)
        .ask(Call.DAEMON, new TypedValue("containerd.types.RuntimeRequest", request));
  }

  private Path program(String script) throws IOException {
    Path program =
        Files.writeString(folder.resolve("shim"), "#!/bin/sh\ncd " + folder + "\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }
}
