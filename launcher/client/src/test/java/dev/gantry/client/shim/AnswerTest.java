package dev.gantry.client.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static Answer parse(byte[] data) throws IOException {
    return Answer.parse(ByteBuffer.wrap(data));
  }

  @Test
  void whatWentWellHasNoStatusOrAnEmptyOne() throws IOException {
    Answer well = new Answer(0, "");

    assertEquals(well, parse(new byte[0]));
    assertEquals(well, parse(new Message().bytes(2, new byte[300]).toBytes()));
    assertEquals(well, parse(new Message().message(1, new Message()).toBytes()));
  }

  @Test
  void aStatusSaysWhy() throws IOException {
    Message status = new Message().number(1, 300).text(2, "whý").bytes(3, new byte[5]);

    assertEquals(new Answer(300, "whý"), parse(new Message().message(1, status).toBytes()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0a", "0a05", "0a0508", "08", "0a02ff80", "0aff", "ffffffffffffffffffff01"})
  void whatIsTornIsRefused(String hex) {
    byte[] data = HexFormat.of().parseHex(hex);

    assertThrows(IOException.class, () -> parse(data));
  }
}
