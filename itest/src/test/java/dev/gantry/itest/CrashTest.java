package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the daemon at random moments while clients write, and looks whether all that was
/// acknowledged is there afterwards, whole, and whether work goes on.
class CrashTest {
  private static final String IMAGE = "docker.io/library/hello:1";
  private static final String ROOM = "io.containerd.content.v1.content";

  @Test
  void survivesTwentyKills(@TempDir Path folder) throws Exception {
    new Rounds(folder, 20).run();
  }

  @Test
  @Tag("torture")
  void survivesThreeHundredKills(@TempDir Path folder) throws Exception {
    new Rounds(folder, 300).run();
  }

  private static final class Rounds {
    private final Random random = new Random();
    private final Set<String> leases = new TreeSet<>();
    private final Set<String> images = new TreeSet<>();
    private final Clients clients;
    private final Daemon daemon;
    private final Path archive;
    private final int count;

    Rounds(Path folder, int count) throws IOException {
      this.clients = Clients.prepared();
      this.archive = clients.image("hello");
      this.count = count;
      this.daemon = Daemon.gantry(folder, clients);
    }

    void run() throws Exception {
      try (daemon) {
        for (int round = 0; round < count; round++) {
          Writer writer = new Writer(round);
          Thread thread = Thread.ofPlatform().start(writer);
          TimeUnit.MILLISECONDS.sleep(50 + random.nextInt(1500));
          daemon.kill();
          writer.stopped = true;
          thread.join();
          daemon.restart();
          check(round);
        }
        daemon.ctr("images", "import", archive.toString()).run();
      }
    }

    private void check(int round) throws IOException {
      Set<String> leasesNow = lines(daemon.ctr("leases", "ls", "-q"));
      Set<String> imagesNow = lines(daemon.ctr("images", "ls", "-q"));
      String checked = daemon.ctr("images", "check").run().out();

      assertTrue(
          leasesNow.containsAll(leases),
          () -> "round " + round + ": of the leases " + leases + " only " + leasesNow);
      assertTrue(
          imagesNow.containsAll(images),
          () -> "round " + round + ": of the images " + images + " only " + imagesNow);
      assertTrue(!checked.contains("incomplete") && !checked.contains("unavailable"), checked);
      assertEquals(
          List.of(), torn(daemon.folder().resolve("root").resolve(ROOM).resolve("blobs/sha256")));
    }

    private static Set<String> lines(Command command) {
      return new TreeSet<>(
          command.run().out().lines().map(line -> line.strip().split("\\s+", 2)[0]).toList());
    }

    /// Blobs whose bytes are not what their names say.
    private static List<String> torn(Path blobs) throws IOException {
      List<String> torn = new ArrayList<>();
      if (Files.isDirectory(blobs)) {
        try (Stream<Path> files = Files.list(blobs)) {
          for (Path file : files.toList()) {
            if (!sha256(file).equals(String.valueOf(file.getFileName()))) {
              torn.add(file + " has " + Files.size(file) + " bytes");
            }
          }
        }
      }
      return torn;
    }

    private static String sha256(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          hash.update(buffer, 0, n);
        }
        return HexFormat.of().formatHex(hash.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }

    /// Writes until the daemon dies, and notes what was acknowledged.
    private final class Writer implements Runnable {
      private final int round;
      private volatile boolean stopped;

      Writer(int round) {
        this.round = round;
      }

      @Override
      public void run() {
        for (int i = 0; !stopped; i++) {
          String lease = "lease-" + round + "-" + i;
          if (attempt("leases", "create", "--id", lease)) {
            leases.add(lease);
          }
          if (attempt("images", "import", archive.toString())) {
            images.add(IMAGE);
          }
          String tag = "docker.io/library/hello:" + round + "-" + i;
          if (attempt("images", "tag", IMAGE, tag)) {
            images.add(tag);
          }
        }
      }

      /// Whether a call was acknowledged. A client whose daemon was killed may hang, so it is ended
      /// with it.
      private boolean attempt(String... words) {
        List<String> command =
            new ArrayList<>(List.of(clients.ctr(), "--address", daemon.socket().toString()));
        command.addAll(List.of(words));
        try {
          Process client =
              stopped
                  ? null
                  : new ProcessBuilder(command)
                      .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                      .redirectError(ProcessBuilder.Redirect.DISCARD)
                      .start();
          while (client != null && !client.waitFor(20, TimeUnit.MILLISECONDS)) {
            if (stopped) {
              client.destroyForcibly().waitFor();
              return false;
            }
          }
          return client != null && client.exitValue() == 0;
        } catch (IOException | InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
