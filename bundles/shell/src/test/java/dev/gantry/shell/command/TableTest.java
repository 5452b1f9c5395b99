package dev.gantry.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    Table table = new Table("NAME", "STATE").add("a", "READY").add("longer", 7);

    String text = table.toString();

    assertEquals("NAME     STATE\na        READY\nlonger   7", text);
  }

  @Test
  void aRowStaysOnOneLine() {
    Table table = new Table("A", "B").add("two\nlines\u001b[31m", "");

    List<Map<String, String>> rows = table.rows();

    assertEquals(List.of(Map.of("A", "two lines [31m", "B", "-")), rows);
  }

  @Test
  void noRowsLeaveTheHeading() {
    assertEquals("A   B", new Table("A", "B").toString());
  }

  @Test
  void aRowThatDoesNotFitIsRefused() {
    Table table = new Table("A", "B");

    assertThrows(IllegalArgumentException.class, () -> table.add("one"));
  }
}
