package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSocketsTest {
  @TempDir Path scratch;

  @Test
  void aListenerIsThereUntilItCloses() throws IOException {
    Path socket = scratch.resolve("s");
    assertFalse(LocalSockets.hasListener(socket.toString()));

    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket), 1);
      for (int i = 0; i < 4; i++) { // Also once nobody more is let in.
        assertTrue(LocalSockets.hasListener(socket.toString()));
      }
    }

    assertFalse(LocalSockets.hasListener(socket.toString()));
  }

  @Test
  void nobodyListensWhereNobodyCan() throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));

    assertFalse(LocalSockets.hasListener(file.toString()));
    assertFalse(LocalSockets.hasListener(file.resolve("below").toString()));
    assertFalse(LocalSockets.hasListener("/" + "x".repeat(200)));
    assertFalse(LocalSockets.hasListener("\0no-one-" + System.nanoTime()));
  }
}
