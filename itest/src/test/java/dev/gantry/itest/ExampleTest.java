package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.StringValue;
import com.google.protobuf.UInt64Value;
import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Mount;
import dev.gantry.contracts.diff.DifferSuite;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.RemoteDiffer;
import dev.gantry.proxy.RemoteImageStore;
import dev.gantry.proxy.RemoteLeaseManager;
import dev.gantry.proxy.UnixChannel;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example project is built outside of the tree against the distribution alone, which runs the
/// suite of snapshotters on its snapshotter, and what comes of it is deployed. The diff service
/// asks its differ first.
class ExampleTest {
  private static final long BUILD_SECONDS = 600;
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).toAbsolutePath().normalize();
  private static final Path EXAMPLE =
      Path.of(System.getProperty("gantry.checkout")).resolve("itest/example").normalize();
  private static final String JAR = "dev.example.plugins-1.0.0.jar";

  /// The messages of the example have the form of well-known ones.
  private static final MethodDescriptor<StringValue, UInt64Value> IMAGES =
      MethodDescriptor.<StringValue, UInt64Value>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("dev.example.census.v1.Census/Images")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(UInt64Value.getDefaultInstance()))
          .build();

  private static Daemon daemon;
  private static UnixChannel channel;

  @BeforeAll
  static void deploy(@TempDir Path folder) throws IOException {
    Path jar = build(folder);
    Files.writeString(
        folder.resolve("config.toml"),
        """
        version = 3
        [plugins."io.containerd.service.v1.diff-service"]
        default = ["example"]
        """);
    daemon = Daemon.gantry(folder, Clients.prepared());
    channel = UnixChannel.open(daemon.socket());
    Path plugins = folder.resolve("root/plugins");
    Path part = Files.copy(jar, plugins.resolve(".part"));
    Files.move(part, plugins.resolve(JAR), StandardCopyOption.ATOMIC_MOVE);
    awaitPlugins();
  }

  @AfterAll
  static void stop() {
    if (channel != null) {
      channel.close();
    }
    if (daemon != null) {
      daemon.close();
    }
  }

  private static Path build(Path folder) throws IOException {
    Path project = folder.resolve("example");
    Command.of(60, "cp", "-r", EXAMPLE.toString(), project.toString()).run();
    Command.of(60, "rm", "-rf", project.resolve("target").toString()).run();
    Path repository = localRepository(folder);
    Command.Result result =
        Command.of(BUILD_SECONDS, "mvn", "-B", "-ntp", "-f", project.resolve("pom.xml").toString())
            .and("-Dgantry.home=" + DISTRIBUTION, "-Dmaven.repo.local=" + repository, "package")
            .with("JAVA_HOME", System.getProperty("java.home"))
            .attempt();
    Command.of(60, "rm", "-r", repository.toString()).run();
    result.ok();
    return project.resolve("target").resolve(JAR);
  }

  /// The user's local repository without what is ours: of that only what the distribution brings is
  /// to be found, and nothing is to stay behind.
  private static Path localRepository(Path folder) throws IOException {
    Path users = Path.of(System.getProperty("user.home"), ".m2/repository");
    Path repository = folder.resolve("repository");
    link(Files.createDirectories(users), repository, "dev");
    link(Files.createDirectories(users.resolve("dev")), repository.resolve("dev"), "gantry");
    return repository;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
      for (Path child : children) {
        if (!child.endsWith(except)) {
          Files.createSymbolicLink(to.resolve(child.getFileName()), child);
        }
      }
    }
  }

  private static void awaitPlugins() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (plugins().lines().filter(line -> line.endsWith("ok")).count() < 3) {
      assertTrue(System.nanoTime() < end, () -> plugins() + daemon.readLog());
    }
  }

  private static String plugins() {
    return daemon.ctr("plugins", "ls", "id==example", "id==census").run().out().replace(" ", "");
  }

  private static long images(String namespace) {
    return ClientCalls.blockingUnaryCall(
            channel.channel(),
            IMAGES,
            CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
            StringValue.of(namespace))
        .getValue();
  }

  @Test
  void itsPluginsAreListed() {
    String plugins = plugins();

    assertTrue(plugins.contains("io.containerd.snapshotter.v1example"), plugins);
    assertTrue(plugins.contains("io.containerd.differ.v1example"), plugins);
    assertTrue(plugins.contains("io.containerd.grpc.v1census"), plugins);
  }

  @Test
  void itsSnapshotterKeepsSnapshots() {
    daemon.ctr("snapshots", "--snapshotter", "example", "prepare", "one").run();
    daemon.ctr("snapshots", "--snapshotter", "example", "commit", "layer", "one").run();
    daemon.ctr("snapshots", "--snapshotter", "example", "prepare", "two", "layer").run();

    String listed = daemon.ctr("snapshots", "--snapshotter", "example", "ls").run().out();

    assertTrue(listed.matches("(?s).*layer +Committed.*two +layer +Active.*"), listed);
  }

  @Test
  void itsServiceAnswers() {
    Call call = Call.DAEMON.in("counted");
    Digest digest = Digest.parse("sha256:" + "0".repeat(64));
    var target = new Descriptor("application/vnd.oci.image.index.v1+json", digest, 1);
    long before = images("counted");

    new RemoteImageStore(channel.channel())
        .create(call, new ImageDraft("image", Map.of(), target, null));

    assertEquals(before + 1, images("counted"));
  }

  @Test
  void itsDifferLabelsWhatItWrites(@TempDir Path trees) throws IOException {
    Call call = leased(Call.DAEMON.in("labelled"));
    Mount lower = bind(Files.createDirectory(trees.resolve("lower")));
    Mount upper = bind(Files.createDirectory(trees.resolve("upper")));

    Descriptor layer =
        new RemoteDiffer(channel.channel())
            .compare(call, List.of(lower), List.of(upper), Compare.PLAIN);

    Map<String, String> labels =
        new RemoteContentStore(channel.channel()).info(call, layer.digest()).labels();
    assertEquals("the example", labels.get("dev.example/made-by"));
  }

  private static Mount bind(Path tree) {
    return new Mount("bind", tree.toString(), List.of("ro", "rbind"));
  }

  /// The same call under a lease, because the daemon collects whenever it likes.
  private static Call leased(Call call) {
    var leases = new RemoteLeaseManager(channel.channel());
    return call.leasedTo(leases.create(call, "", Map.of()).id());
  }

  @Nested
  class Layers extends DifferSuite {
    private final Call call = leased(super.call());

    @Override
    public Call call() {
      return call;
    }

    @Override
    public Differ differ() {
      return new RemoteDiffer(channel.channel());
    }

    @Override
    public ContentStore content() {
      return new RemoteContentStore(channel.channel());
    }
  }
}
