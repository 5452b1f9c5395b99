package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.TypedValue;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.proto.types.RuntimeInfo;
import dev.gantry.proto.types.RuntimeRequest;
import dev.gantry.proxy.RemoteIntrospection;
import dev.gantry.proxy.UnixChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What clients are told of a runtime. Debian 12's shim cannot say anything, so a script does.
@Timeout(180)
class RuntimeInfoTest {
  private static final String RUNTIME = "io.containerd.runtime.v2.task";

  @TempDir private Path folder;

  @Test
  void theRuntimesProgramIsAsked() throws IOException {
    Path program =
        Files.writeString(
            folder.resolve("containerd-shim-x-v1"), "#!/bin/sh\nprintf '\\012\\003abc'\n");
    Command.of(60, "chmod", "755", program.toString()).run();
    Clients clients = Clients.prepared();

    try (Daemon daemon = Daemon.gantry(folder, clients);
        UnixChannel channel = UnixChannel.open(daemon.socket())) {
      RemoteIntrospection introspection = new RemoteIntrospection(channel.channel());

      TypedValue told = introspection.ask(Call.DAEMON, RUNTIME, question(program.toString()));

      assertEquals("containerd.types.RuntimeInfo", told.typeUrl());
      assertEquals("abc", RuntimeInfo.parseFrom(told.value()).getName());
      GantryException older =
          assertThrows(
              GantryException.class,
              () -> introspection.ask(Call.DAEMON, RUNTIME, question("io.containerd.runc.v2")));
      assertEquals(Fault.UNKNOWN, older.fault());
      GantryException silent =
          assertThrows(
              GantryException.class,
              () ->
                  introspection.ask(
                      Call.DAEMON,
                      "io.containerd.gc.v1.scheduler",
                      question("io.containerd.x.v1")));
      assertEquals(Fault.NOT_IMPLEMENTED, silent.fault());
    }
  }

  private static TypedValue question(String runtime) {
    RuntimeRequest request = RuntimeRequest.newBuilder().setRuntimePath(runtime).build();
    return new TypedValue("containerd.types.RuntimeRequest", request.toByteArray());
  }
}
