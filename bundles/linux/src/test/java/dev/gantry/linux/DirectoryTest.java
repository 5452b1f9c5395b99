package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
  @TempDir Path scratch;

  @Test
  void listingsTellKindsOnceThereIsSomethingToList() throws IOException {
    try (Directory directory = Directory.open(scratch)) {
      assertFalse(directory.listsKinds());

      Files.createFile(scratch.resolve("file"));

      assertTrue(directory.listsKinds());
    }
  }

  @Test
  void timesAreSetToTheNanosecond() throws IOException {
    Instant modified = Instant.parse("2001-02-03T04:05:06.123456789Z");

    try (Directory directory = Directory.open(scratch)) {
      directory.setTimes(Instant.EPOCH, modified);
    }

    assertEquals(FileTime.from(modified), Files.getLastModifiedTime(scratch));
  }
}
