package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import dev.gantry.proxy.UnixChannel;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every call on tasks, right and wrong, made to us and to containerd, each with a container of its
/// own in the same state. Both answer with the same code, and with the same words on lines that
/// begin with `-`; those with `~` differ in them on purpose, as ours name what is wrong.
@Timeout(300)
class TaskCallsTest {
  @TempDir private Path folder;

  @Test
  void everyCallIsAnsweredAsContainerdDoes() throws IOException {
    Clients clients = Clients.prepared();
    List<String> calls = lines();
    Path theirs = Files.createDirectory(folder.resolve("containerd"));
    Path ours = Files.createDirectory(folder.resolve("gantry"));

    String expected = answers(Daemon.containerd(theirs, clients), clients, "calls-c", calls);
    String actual = answers(Daemon.gantry(ours, clients), clients, "calls-g", calls);

    assertEquals(expected, actual);
  }

  @Test
  void aShimIsPutIntoTheGroupThatItsOptionsName() throws IOException {
    Clients clients = Clients.prepared();
    String name = "shim-group-" + ProcessHandle.current().pid();
    Path unified = Path.of("/sys/fs/cgroup");
    boolean isUnified = Files.exists(unified.resolve("cgroup.controllers"));
    Path group = (isUnified ? unified : unified.resolve("pids")).resolve(name + "-shims");
    Daemon daemon = Daemon.gantry(folder, clients);
    Containers containers = new Containers(daemon, clients, name);
    Files.createDirectory(group);
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      container(daemon, containers, clients);
      String options = "type_url: 'containerd.runc.v1.Options' value: '%s'";
      String value = "\\x1a\\x%02x%s".formatted(name.length() + 6, name + "-shims");

      String made =
          answer(
              channel,
              name,
              "- Create container_id: 'c' options { " + options.formatted(value) + " }");

      assertTrue(made.startsWith("OK"), made);
      List<String> shims = Files.readAllLines(group.resolve("cgroup.procs"));
      assertEquals(1, shims.size(), shims::toString);
      assertTrue(
          Files.readString(Path.of("/proc", shims.getFirst(), "cmdline"))
              .contains("containerd-shim-runc-v2"));
    } finally {
      containers.close();
      daemon.close();
      Files.delete(group);
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream input = TaskCallsTest.class.getResourceAsStream("/task-calls.txt")) {
      return new String(Objects.requireNonNull(input).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private static String answers(Daemon daemon, Clients clients, String name, List<String> calls)
      throws IOException {
    String namespace = name + "-" + ProcessHandle.current().pid();
    Containers containers = new Containers(daemon, clients, namespace);
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      container(daemon, containers, clients);
      StringBuilder answers = new StringBuilder();
      for (String line : calls) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String answer = answer(channel, namespace, line);
          String plain = plain(answer, daemon, namespace);
          String compared = line.startsWith("~") ? plain.substring(0, plain.indexOf(' ')) : plain;
          answers.append(line).append("\n    ").append(compared).append("\n");
        }
      }
      assertEquals(List.of(), containers.left());
      return answers.toString();
    } finally {
      containers.close();
      daemon.close();
    }
  }

  /// With a root directory of its own, so that a task needs no mounts.
  private static void container(Daemon daemon, Containers containers, Clients clients)
      throws IOException {
    Path root = Files.createDirectories(daemon.folder().resolve("rootfs"));
    clients.image("hello"); // Brings the shell along.
    Path shell = Path.of(clients.bin()).resolveSibling("packages/busybox-static/bin/busybox");
    Files.createDirectory(root.resolve("bin"));
    Files.copy(shell, root.resolve("bin/sh"));
    Files.createSymbolicLink(root.resolve("bin/sleep"), Path.of("sh"));
    Command.of(60, "chmod", "755", root.resolve("bin/sh").toString()).run();
    Files.writeString(root.resolve("c"), "while :; do sleep 1; done");
    Files.writeString(root.resolve("quick"), "exit 5");
    for (String id : List.of("c", "quick")) {
      containers
          .ctr("containers", "create", "--rootfs", root.toString(), id, "/bin/sh", "/" + id)
          .run();
    }
  }

  /// @param line `- METHOD REQUEST`, or `+NAMESPACE` in front, the request in protobuf's text
  ///   format
  private static String answer(UnixChannel channel, String own, String line) {
    String[] words = line.split(" ", 3);
    String namespace = words[0].startsWith("+") ? words[0].substring(1) : own;
    MethodDescriptor<?, ?> method =
        TasksGrpc.getServiceDescriptor().getMethods().stream()
            .filter(m -> words[1].equals(m.getBareMethodName()))
            .findFirst()
            .orElseThrow();
    try {
      return "OK " + call(channel, namespace, method, words.length < 3 ? "" : words[2]);
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      return status.getCode() + " " + status.getDescription();
    }
  }

  private static <Q, A> Object call(
      UnixChannel channel, String namespace, MethodDescriptor<Q, A> method, String request) {
    Metadata headers = new Metadata();
    if (!namespace.isEmpty()) {
      headers.put(
          Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER), namespace);
    }
    return ClientCalls.blockingUnaryCall(
        ClientInterceptors.intercept(
            channel.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)),
        method,
        CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
        parsed(method, request));
  }

  private static <Q> Q parsed(MethodDescriptor<Q, ?> method, String request) {
    var marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    try {
      Message.Builder builder = ((Message) marshaller.getMessagePrototype()).newBuilderForType();
      TextFormat.merge(request, builder);
      return marshaller.getMessageClass().cast(builder.build());
    } catch (ParseException e) {
      throw new AssertionError(request, e);
    }
  }

  /// Without what differs from run to run.
  private static String plain(String answer, Daemon daemon, String namespace) {
    return answer
        .replace(daemon.folder().toString(), "FOLDER")
        .replace(namespace, "NAMESPACE")
        .replaceAll("pid: \\d+", "pid: N")
        .replaceAll("(?s)(exited_at|timestamp) \\{.*?\\}", "$1")
        .replaceAll("(?s)value: \".*?\"\\n", "value\n")
        .replaceAll("\\s+", " ")
        .strip()
        // A class has a text of its own, which some messages of theirs lack at their end.
        .replaceAll("(: (not found|unknown|already exists|invalid argument))+$", "")
        // Theirs leaves it out.
        .replaceAll("(process|tasks) \\{ container_id: \"[^\"]*\"", "$1 {");
  }
}
