package dev.gantry.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.ContainerCreate;
import dev.gantry.proto.events.SandboxCreate;
import dev.gantry.proto.events.TaskCreate;
import dev.gantry.proto.events.TaskExit;
import dev.gantry.proto.events.TaskIO;
import dev.gantry.proto.types.Mount;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventFieldsTest {
  @Test
  void textsAndBooleansAreFound() {
    TaskCreate event =
        TaskCreate.newBuilder()
            .setContainerId("c")
            .setIo(TaskIO.newBuilder().setStdin("in").setTerminal(true))
            .build();

    assertEquals(Optional.of("c"), find(event, "container_id"));
    assertEquals(Optional.of("in"), find(event, "io", "stdin"));
    assertEquals(Optional.of("true"), find(event, "io", "terminal"));
    assertEquals(Optional.empty(), find(event, "io", "stdout"));
    assertEquals(Optional.empty(), find(event, "io"));
    assertEquals(Optional.empty(), find(event, "containerId"));
  }

  @Test
  void numbersTimesAndListsAreNeverThere() {
    TaskExit exit =
        TaskExit.newBuilder().setPid(3).setExitedAt(Timestamp.newBuilder().setSeconds(1)).build();
    TaskCreate create = TaskCreate.newBuilder().addRootfs(Mount.newBuilder().setType("t")).build();

    assertEquals(Optional.empty(), find(exit, "pid"));
    assertEquals(Optional.empty(), find(exit, "exited_at"));
    assertEquals(Optional.empty(), find(exit, "exited_at", "seconds"));
    assertEquals(Optional.empty(), find(create, "rootfs", "type"));
  }

  @Test
  void valuesOfKnownTypesAreLookedInto() {
    ContainerCreate known = containerWith(TaskIO.newBuilder().setStdout("out").build(), "");
    ContainerCreate prefixed =
        containerWith(TaskIO.newBuilder().setStdout("out").build(), "type.googleapis.com/");
    ContainerCreate unknown = containerWith(Mount.newBuilder().setType("t").build(), "");

    assertEquals(Optional.of("out"), find(known, "runtime", "options", "stdout"));
    assertEquals(Optional.of("out"), find(prefixed, "runtime", "options", "stdout"));
    assertEquals(Optional.empty(), find(unknown, "runtime", "options", "type"));
  }

  @Test
  void sandboxEventsHaveNoFields() {
    assertEquals(
        Optional.empty(),
        EventFields.read(value(SandboxCreate.newBuilder().setSandboxId("s").build())));
  }

  @Test
  void nonsenseHasNoFields() {
    assertEquals(
        Optional.empty(),
        EventFields.read(new TypedValue("containerd.events.TaskExit", new byte[] {10, 99})));
  }

  private static ContainerCreate containerWith(Message options, String prefix) {
    return ContainerCreate.newBuilder()
        .setRuntime(
            ContainerCreate.Runtime.newBuilder()
                .setOptions(
                    Any.newBuilder()
                        .setTypeUrl(prefix + options.getDescriptorForType().getFullName())
                        .setValue(options.toByteString())))
        .build();
  }

  private static TypedValue value(Message event) {
    return new TypedValue(event.getDescriptorForType().getFullName(), event.toByteArray());
  }

  private static Optional<String> find(Message event, String... path) {
    return EventFields.read(value(event)).flatMap(m -> EventFields.find(m, List.of(path)));
  }
}
