package dev.gantry.shell.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConnectionTest {
  @TempDir private Path folder;
  private SocketChannel here;
  private SocketChannel there;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(address);
      there = SocketChannel.open(address);
      here = server.accept();
    }
    connection = new Connection(here);
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
  }

  @Test
  void framesArriveAsTheyWereSent() throws IOException {
    byte[] most = new byte[Frame.LIMIT];
    Arrays.fill(most, (byte) 7);
    Thread sender =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Connection other = new Connection(there);
                    other.write(Frame.of(Frame.Kind.RUN, "plugins \u00e4"));
                    other.write(Frame.of(Frame.Kind.STOP, ""));
                    other.write(new Frame(Frame.Kind.OUT, most));
                    other.close();
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });

    Frame run = connection.read().orElseThrow();
    Frame stop = connection.read().orElseThrow();
    Frame out = connection.read().orElseThrow();
    Optional<Frame> end = connection.read();

    assertEquals(Frame.Kind.RUN, run.kind());
    assertEquals("plugins \u00e4", run.text());
    assertEquals(Frame.Kind.STOP, stop.kind());
    assertEquals("", stop.text());
    assertArrayEquals(most, out.bytes());
    assertTrue(end.isEmpty());
    assertTrue(sender.isVirtual());
  }

  @Test
  void aFrameInPiecesIsPutTogether() throws IOException {
    byte[] bytes = {'r', 0, 0, 0, 2, 'l', 'b'};
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                for (byte each : bytes) {
                  there.write(ByteBuffer.wrap(new byte[] {each}));
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });

    Frame frame = connection.read().orElseThrow();

    assertEquals("lb", frame.text());
  }

  @Test
  void whatIsNoFrameIsRefused() throws IOException {
    there.write(ByteBuffer.wrap(new byte[] {'?', 0, 0, 0, 0}));
    IOException unknown = assertThrows(IOException.class, connection::read);
    there.write(ByteBuffer.wrap(new byte[] {'r', 0, 1, 0, 1}));
    IOException large = assertThrows(IOException.class, connection::read);
    there.write(ByteBuffer.wrap(new byte[] {'r', -1, -1, -1, -1}));
    IOException negative = assertThrows(IOException.class, connection::read);

    assertTrue(unknown.getMessage().contains("unknown kind 63"), unknown.getMessage());
    assertTrue(large.getMessage().contains("65537"), large.getMessage());
    assertTrue(negative.getMessage().contains("-1"), negative.getMessage());
  }

  @Test
  void anEndWithinAFrameIsNoEnd() throws IOException {
    there.write(ByteBuffer.wrap(new byte[] {'r', 0, 0, 0, 9, 'l'}));
    there.close();

    assertThrows(EOFException.class, connection::read);
  }

  @Test
  void tooLargeAFrameIsNotMade() {
    byte[] bytes = new byte[Frame.LIMIT + 1];

    assertThrows(IllegalArgumentException.class, () -> new Frame(Frame.Kind.OUT, bytes));
  }
}
