package dev.gantry.service.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Telling;
import dev.gantry.api.types.TypedValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIntrospectionTest {
  @TempDir Path root;

  @Test
  void disabledPluginsAreNotTold() {
    LiveIntrospection introspection = introspection();

    List<PluginStatus> told = introspection.plugins(Filter.ALL);

    assertEquals(
        List.of("ready", "waiting", "manager"), told.stream().map(PluginStatus::id).toList());
  }

  @Test
  void filterLooksIntoTypeAndId() {
    LiveIntrospection introspection = introspection();

    List<PluginStatus> told = introspection.plugins(Filter.parse(List.of("type==t.v1,id~=^w")));

    assertEquals(List.of("waiting"), told.stream().map(PluginStatus::id).toList());
  }

  @Test
  void filterMayUseAnOlderName() {
    LiveIntrospection introspection = introspection();

    List<PluginStatus> told = introspection.plugins(Filter.parse(List.of("id==leases-service")));

    assertEquals(List.of("manager"), told.stream().map(PluginStatus::id).toList());
  }

  @Test
  void onlyTellingPluginsAreAsked() {
    LiveIntrospection introspection = introspection();
    TypedValue question = new TypedValue("question", new byte[] {1});

    assertEquals(question, introspection.ask(Call.DAEMON, "t.v1.ready", question));
    assertEquals(
        Fault.NOT_IMPLEMENTED,
        assertThrows(
                GantryException.class,
                () -> introspection.ask(Call.DAEMON, "t.v1.waiting", question))
            .fault());
  }

  @Test
  void uuidIsMadeOnceAndKept() throws IOException {
    UUID first = introspection().uuid();

    UUID second = introspection().uuid();

    assertEquals(first, second);
    assertEquals(4, first.version());
    assertEquals(first.toString(), Files.readString(file()));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("dir"))));
  }

  @Test
  void foreignUuidFileIsNotOverwritten() throws IOException {
    Files.createDirectories(root.resolve("dir"));
    Files.writeString(file(), "not a uuid");

    GantryException e = assertThrows(GantryException.class, () -> introspection().uuid());

    assertEquals(Fault.UNKNOWN, e.fault());
    assertEquals("not a uuid", Files.readString(file()));
  }

  @Test
  void processIsTold() throws IOException {
    LiveIntrospection introspection = introspection();

    assertEquals(ProcessHandle.current().pid(), introspection.pid());
    assertEquals(
        "pid:[" + introspection.pidNamespace() + "]",
        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  private Path file() {
    return root.resolve("dir/uuid");
  }

  private LiveIntrospection introspection() {
    return new LiveIntrospection(
        new Fixed(
            List.of(
                plugin("t.v1", "ready", State.READY),
                plugin("t.v1", "off", State.DISABLED),
                plugin("t.v1", "waiting", State.WAITING),
                plugin(PluginTypes.LEASE, "manager", State.READY))),
        new UuidFile(file()));
  }

  private static PluginStatus plugin(String type, String id, State state) {
    return new PluginStatus(
        type, id, state, "", List.of(), Meta.Told.NOTHING, Duration.ZERO, "test");
  }

  private record InUse(Object get) implements Handle.Use<Object> {
    @Override
    public void close() {}
  }

  private record Fixed(List<PluginStatus> statuses) implements Plugins {
    @Override
    public Optional<Handle<Object>> find(String uri) {
      Telling echo = (call, question) -> question;
      Object instance = uri.equals("t.v1.ready") ? echo : "silent";
      return Optional.of(() -> new InUse(instance));
    }

    @Override
    public Watch watch(Listener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
