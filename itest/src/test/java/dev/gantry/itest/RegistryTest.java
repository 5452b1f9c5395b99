package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Push to and pull from Debian's own registry on the loopback address.
class RegistryTest {
  private static final String HELLO = "docker.io/library/hello:1";

  @Test
  void pushesAndPulls(@TempDir Path folder) throws Exception {
    Clients clients = Clients.prepared();
    int port = freePort();
    Process registry = startRegistry(clients, folder, port);
    String name = "localhost:" + port + "/hello:1";
    try (Daemon daemon = Daemon.gantry(Files.createDirectory(folder.resolve("d")), clients)) {
      daemon.ctr("images", "import", clients.image("hello").toString()).run();
      daemon.ctr("images", "tag", HELLO, name).run();

      daemon.ctr("images", "push", "--plain-http", name).run();
      daemon.ctr("--namespace", "other", "images", "pull", "--plain-http", name).run();
      String pulled = daemon.ctr("--namespace", "other", "images", "ls", "-q").run().out();
      String checked = daemon.ctr("--namespace", "other", "images", "check").run().out();

      assertEquals(name, pulled.strip());
      assertTrue(checked.contains("complete"), checked);
      assertFalse(checked.contains("incomplete"), checked);
    } finally {
      registry.destroy();
      assertTrue(registry.waitFor(20, TimeUnit.SECONDS));
    }
  }

  private static Process startRegistry(Clients clients, Path folder, int port) throws Exception {
    Path config = folder.resolve("registry.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: %s}}
        http: {addr: "127.0.0.1:%d"}
        """
            .formatted(folder.resolve("registry"), port));
    Process registry =
        new ProcessBuilder(clients.registry(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("registry.log").toFile())
            .start();
    for (int i = 0; i < 200 && registry.isAlive(); i++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return registry;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    registry.destroyForcibly();
    throw new AssertionError(
        "the registry did not start: " + Files.readString(folder.resolve("registry.log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
