package dev.gantry.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.TypedValue;
import org.junit.jupiter.api.Test;

class EventTextTest {
  @Test
  void textsNumbersAndNestedMessagesAreShown() {
    byte[] bytes = {
      0x0a, 3, 'a', '/', 'b', 0x10, (byte) 0x96, 1, 0x1a, 5, 0x0a, 1, 'k', 0x12, 0, 0x25, 1, 2, 3, 4
    };

    String text = EventText.of(new TypedValue("types.example/events.ImageCreate", bytes));

    assertEquals("events.ImageCreate 1:\"a/b\" 2:150 3:{1:\"k\" 2:\"\"}", text);
  }

  @Test
  void whatIsNoMessageIsLeftOff() {
    assertEquals("x", EventText.of(new TypedValue("x", new byte[] {0x0a, 9, 'a'})));
    assertEquals("x", EventText.of(new TypedValue("x", new byte[] {(byte) 0xff})));
    assertEquals("x", EventText.of(new TypedValue("x", new byte[] {0x25, 1})));
    assertEquals("x", EventText.of(new TypedValue("x", new byte[0])));
  }
}
