package dev.gantry.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTest {
  private static final List<String> PIECES =
      List.of("\0", "\u0001", "\u0002", "a", "b", "/", "ÿ", "\uffff", "😀", "");

  private static String randomName(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      name.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return name.toString();
  }

  private static int compareNames(List<String> a, List<String> b) {
    Comparator<String> utf8 =
        (x, y) ->
            Arrays.compareUnsigned(
                x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = utf8.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  @Test
  void orderIsThatOfUtf8NameByName() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      List<String> a = new ArrayList<>();
      List<String> b = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        a.add(randomName(random));
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        b.add(random.nextBoolean() && a.size() > b.size() ? a.get(b.size()) : randomName(random));
      }

      Key keyA = Key.of(a.toArray(String[]::new));
      Key keyB = Key.of(b.toArray(String[]::new));

      assertEquals(
          Integer.signum(compareNames(a, b)), Integer.signum(keyA.compareTo(keyB)), a + " " + b);
      assertEquals(a, keyA.names());
      assertEquals(a.size(), keyA.size());
      boolean below = a.size() >= b.size() && a.subList(0, b.size()).equals(b);
      assertEquals(below, keyA.startsWith(keyB));
      if (!b.isEmpty()) {
        boolean before = below || compareNames(a, b) < 0;
        assertEquals(before, keyA.compareTo(keyB.behind()) < 0, a + " " + b);
      }
    }
  }

  @Test
  void namesAreFoundByPlace() {
    Key key = Key.of("v1", "", "a/b\0c");

    assertEquals("v1", key.name(0));
    assertEquals("", key.name(1));
    assertEquals("a/b\0c", key.name(2));
    assertThrows(IndexOutOfBoundsException.class, () -> key.name(3));
    assertThrows(IndexOutOfBoundsException.class, () -> key.name(-1));
  }

  @Test
  void brokenUnicodeIsRefused() {
    GantryException refused = assertThrows(GantryException.class, () -> Key.of("\ud800"));

    assertEquals(Fault.INVALID_ARGUMENT, refused.fault());
  }

  @Test
  void tooLongAKeyIsRefused() {
    GantryException refused =
        assertThrows(GantryException.class, () -> Key.of("x".repeat(Key.MAX_BYTES)));

    assertEquals(Fault.INVALID_ARGUMENT, refused.fault());
  }

  @Test
  void bytesGoThereAndBack() {
    Key key = Key.of("a", "\0");

    assertEquals(key, Key.ofBytes(key.toBytes()));
    assertEquals(key.hashCode(), Key.ofBytes(key.toBytes()).hashCode());
    assertFalse(key.equals(Key.of("a")));
    assertTrue(key.toString().startsWith("\"a\"/"));
  }
}
