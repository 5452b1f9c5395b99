package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class EventCounterTest {
  @Test
  void whatWasAddedIsTakenOnce() {
    try (EventCounter counter = EventCounter.open()) {
      long before = counter.take();
      add(counter, 2);
      add(counter, 3);
      long added = counter.take();
      long after = counter.take();

      assertEquals(0, before);
      assertEquals(5, added);
      assertEquals(0, after);
    }
  }

  @Test
  void aClosedOneIsNotTakenForAnother() {
    EventCounter counter = EventCounter.open();

    counter.close();
    counter.close();

    assertThrows(IllegalStateException.class, counter::take);
  }

  /// As the kernel does it.
  private static void add(EventCounter counter, long value) {
    try (Frame frame = new Frame()) {
      MemorySegment bytes = frame.allocate(Long.BYTES);
      bytes.set(ValueLayout.JAVA_LONG, 0, value);
      frame.call(Syscall.WRITE, counter, counter.number(), bytes.address(), Long.BYTES);
    }
  }
}
