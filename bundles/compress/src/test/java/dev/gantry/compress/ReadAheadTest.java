package dev.gantry.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadAheadTest {
  private static final int BUFFER = 256 * 1024;

  private static byte[] random(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    return content;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, BUFFER - 1, BUFFER, BUFFER + 1, 9 * BUFFER, 10 * BUFFER + 7})
  void allBytesComeInOrder(int length) throws IOException {
    byte[] content = random(length);

    try (InputStream in = ReadAhead.start(new ByteArrayInputStream(content), "test")) {
      assertArrayEquals(content, in.readAllBytes());
      assertEquals(-1, in.read());
      assertEquals(-1, in.read());
    }
  }

  @Test
  void aFailureComesAfterTheBytesBeforeItAndStays() throws IOException {
    byte[] content = random(BUFFER + 100);

    try (InputStream in = ReadAhead.start(new FailingInput(content), "test")) {
      assertArrayEquals(content, in.readNBytes(content.length));
      assertEquals("no more", assertThrows(IOException.class, in::read).getMessage());
      assertEquals("no more", assertThrows(IOException.class, in::read).getMessage());
    }
  }

  @Test
  void anErrorOfTheSourceReachesTheReader() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken");
          }
        };

    try (InputStream in = ReadAhead.start(broken, "test")) {
      assertThrows(IllegalStateException.class, in::read);
    }
  }

  @Test
  void closingEarlyEndsTheThreadAndClosesTheSource() throws IOException {
    var source = new FailingInput(random(100 * BUFFER));
    InputStream in = ReadAhead.start(source, "test");
    in.readNBytes(10);

    in.close();
    in.close();

    assertTrue(source.isClosed());
    assertThrows(IOException.class, () -> in.readNBytes(10 * BUFFER));
  }
}
