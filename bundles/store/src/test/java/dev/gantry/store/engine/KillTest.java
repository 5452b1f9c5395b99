package dev.gantry.store.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
  private static final int ROUNDS = 15;
  private static final int WRITERS = 3;

  @TempDir private Path directory;

  /// Kills the child some way into its work and returns what it said was acknowledged.
  private Map<String, Long> runAndKill(long first, boolean plain, int acknowledgements)
      throws IOException {
    Map<String, Long> acknowledged = new HashMap<>();
    Process child = Child.start(directory, WRITERS, first, plain);
    try (BufferedReader output = Child.output(child)) {
      int lines = 0;
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        // The last line may be cut off by the kill: a number counts only from the next line on.
        String[] words = line.split(" ");
        if (words.length == 2 && lines <= acknowledgements) {
          acknowledged.put(words[0], Long.parseLong(words[1]));
        }
        if (lines++ == acknowledgements) {
          // Not through Process, which would close the output that is still to be read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    return acknowledged;
  }

  private static long numberOf(Reader reader, String writer) {
    Set<Long> numbers = new HashSet<>();
    int keys = 0;
    for (Entry entry : reader.scan(Key.of(writer))) {
      String value = new String(entry.value(), StandardCharsets.UTF_8);
      numbers.add(Long.parseLong(value.substring(0, value.indexOf(' '))));
      keys++;
    }
    assertEquals(1, numbers.size(), "half a transaction of " + writer + ": " + numbers);
    assertEquals(Child.KEYS, keys);
    return numbers.iterator().next();
  }

  @Test
  void killedProcessLosesNoAcknowledgedTransactionAndLeavesNoneHalf()
      throws IOException, InterruptedException {
    Random random = new Random(3);
    Map<String, Long> acknowledged = new HashMap<>();
    long first = 1;

    for (int round = 0; round < ROUNDS; round++) {
      acknowledged.putAll(runAndKill(first, round % 3 > 0, 1 + random.nextInt(400)));
      try (DurableStore store = Stores.open(directory)) {
        for (Map.Entry<String, Long> entry : acknowledged.entrySet()) {
          long found = numberOf(store.snapshot(), entry.getKey());
          assertTrue(found >= entry.getValue(), entry + " was acknowledged, found " + found);
          first = Math.max(first, found + 1);
        }
      }
    }

    assertEquals(WRITERS, acknowledged.size());
  }
}
