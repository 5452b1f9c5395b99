package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An image's whole life as `ctr` 1.6 drives it. Each test has a namespace of its own.
class ImageLifeTest {
  private static final String HELLO = "docker.io/library/hello:1";

  @TempDir private static Path folder;
  private static Clients clients;
  private static Daemon daemon;

  @BeforeAll
  static void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Command ctr(String namespace, String... words) {
    return daemon.ctr("--namespace", namespace).and(words);
  }

  private static String importHello(String namespace) {
    return ctr(namespace, "images", "import", clients.image("hello").toString()).run().out();
  }

  @Test
  void importsListsChecksAndDeletes() {
    String imported = importHello("life");
    String listed = ctr("life", "images", "ls", "-q").run().out();
    String checked = ctr("life", "images", "check").run().out();
    ctr("life", "images", "rm", "--sync", HELLO).run();
    String left = ctr("life", "images", "ls", "-q").run().out();
    String content = ctr("life", "content", "ls", "-q").run().out();
    String snapshots = ctr("life", "snapshots", "ls").run().out();

    assertTrue(imported.contains("unpacking"), imported);
    assertEquals(HELLO, listed.strip());
    assertTrue(checked.contains("complete"), checked);
    assertEquals("", left.strip());
    assertEquals("", content.strip());
    assertEquals(1, snapshots.lines().count(), snapshots);
  }

  @Test
  void tagsLabelsExportsAndImportsAgain() throws IOException {
    importHello("tags");
    ctr("tags", "images", "tag", HELLO, "example.com/other:2").run();
    ctr("tags", "images", "label", "example.com/other:2", "color=blue").run();
    Path archive = folder.resolve("other.tar");
    ctr("tags", "images", "export", archive.toString(), "example.com/other:2").run();
    String listed = ctr("tags", "images", "ls", "labels.color==blue").run().out();
    ctr("tags2", "images", "import", archive.toString()).run();
    String again = ctr("tags2", "images", "ls", "-q").run().out();

    assertTrue(listed.contains("example.com/other:2"), listed);
    assertFalse(listed.contains(HELLO), listed);
    assertTrue(Files.size(archive) > 100_000);
    assertEquals("example.com/other:2", again.strip());
  }

  @Test
  void mountsAndUnmounts() throws IOException {
    importHello("mounts");
    Path target = Files.createDirectories(folder.resolve("mnt"));

    ctr("mounts", "images", "mount", HELLO, target.toString()).run();
    boolean present = Files.exists(target.resolve("bin/busybox"));
    ctr("mounts", "images", "unmount", "--rm", target.toString()).run();

    assertTrue(present);
    assertFalse(Files.exists(target.resolve("bin")));
  }

  @Test
  void convertsToUncompressed() {
    importHello("convert");

    ctr("convert", "images", "convert", "--uncompress", HELLO, "example.com/plain:1").run();
    String checked = ctr("convert", "images", "check").run().out();

    assertTrue(checked.contains("example.com/plain:1"), checked);
    assertFalse(checked.contains("incomplete"), checked);
  }

  @Test
  void diffsASnapshot() {
    importHello("diff");
    String chain =
        ctr("diff", "snapshots", "ls")
            .run()
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow()
            .split("\\s+")[0];
    ctr("diff", "snapshots", "prepare", "work", chain).run();

    String diff =
        ctr(
                "diff",
                "snapshots",
                "diff",
                "--media-type",
                "application/vnd.oci.image.layer.v1.tar",
                "work")
            .attempt()
            .err();
    String usage = ctr("diff", "snapshots", "usage", "work").run().out();

    assertEquals("", diff);
    assertTrue(usage.contains("work"), usage);
  }

  @Test
  void namespacesComeAndGo() {
    ctr("default", "namespaces", "create", "fresh", "a=b").run();
    String listed = ctr("default", "namespaces", "ls").run().out();
    ctr("default", "namespaces", "label", "fresh", "a=c").run();
    String labelled = ctr("default", "namespaces", "ls").run().out();
    ctr("default", "namespaces", "rm", "fresh").run();
    String left = ctr("default", "namespaces", "ls", "-q").run().out();

    assertTrue(listed.contains("a=b"), listed);
    assertTrue(labelled.contains("a=c"), labelled);
    assertFalse(left.contains("fresh"), left);
  }

  @Test
  void leasesKeepContent() {
    ctr("leases", "leases", "create", "--id", "keeper").run();
    String listed = ctr("leases", "leases", "ls").run().out();
    ctr("leases", "leases", "rm", "--sync", "keeper").run();
    String left = ctr("leases", "leases", "ls", "-q").run().out();

    assertTrue(listed.contains("keeper"), listed);
    assertEquals("", left.strip());
  }

  @Test
  void contentIsIngestedReadLabelledAndDeleted() throws IOException {
    Path file = Files.writeString(folder.resolve("blob"), "some bytes\n");
    String digest =
        "sha256:" + Command.of(10, "sha256sum", file.toString()).run().out().split(" ")[0];

    Command.of(
            30,
            "sh",
            "-c",
            String.join(
                    " ",
                    ctr("bytes", "content", "ingest", "--expected-digest", digest, "ref1").words())
                + " < "
                + file)
        .run();
    ctr("bytes", "content", "label", digest, "containerd.io/gc.root=yes").run();
    String read = ctr("bytes", "content", "get", digest).run().out();
    ctr("bytes", "content", "rm", digest).run();
    Command.Result gone = ctr("bytes", "content", "get", digest).attempt();

    assertEquals("some bytes\n", read);
    assertTrue(gone.status() != 0 && gone.err().contains("not found"), gone.err());
  }

  @Test
  void pluginsAreListedWithTheirState() {
    String plugins = ctr("default", "plugins", "ls", "-d").run().out();

    for (String uri :
        new String[] {
          "io.containerd.content.v1",
          "io.containerd.metadata.v1",
          "io.containerd.snapshotter.v1",
          "io.containerd.gc.v1",
          "io.containerd.differ.v1",
          "io.containerd.event.v1",
          "io.containerd.lease.v1",
          "io.containerd.service.v1",
          "io.containerd.grpc.v1"
        }) {
      assertTrue(plugins.contains(uri), () -> uri + " is not in " + plugins);
    }
    assertFalse(plugins.contains("error"), plugins);
  }
}
