package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.store.Key;
import dev.gantry.store.Transaction;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTest {
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @TempDir private Path directory;

  private static void change(Random random, Transaction tx, Map<Key, String> model) {
    Key key = Key.of("a" + random.nextInt(4), "b" + random.nextInt(40));
    switch (random.nextInt(8)) {
      case 0 -> {
        tx.deleteAll(Key.of(key.name(0)));
        model.keySet().removeIf(other -> other.startsWith(Key.of(key.name(0))));
      }
      case 1, 2 -> assertEquals(model.remove(key) != null, tx.delete(key));
      default -> {
        String value = "v" + random.nextInt(1_000_000);
        tx.put(key, bytes(value));
        model.put(key, value);
      }
    }
  }

  private static void transaction(
      DurableStore store, Random random, Map<Key, String> model, boolean refuse) {
    store.update(
        tx -> {
          for (int i = random.nextInt(10); i >= 0; i--) {
            change(random, tx, model);
          }
          assertEquals(model, Stores.content(tx));
          if (refuse) {
            throw new Refused();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, true"})
  void randomTransactionsRollbacksAndReopensMatchATreeMap(long seed, boolean checkpoints) {
    Random random = new Random(seed);
    TreeMap<Key, String> model = new TreeMap<>();

    for (int opening = 0; opening < 8; opening++) {
      try (DurableStore store =
          checkpoints ? Stores.openEager(directory, false) : Stores.open(directory)) {
        assertEquals(model, Stores.content(store.snapshot()));
        for (int round = 0; round < 40; round++) {
          TreeMap<Key, String> attempt = new TreeMap<>(model);
          if (random.nextInt(5) == 0) {
            assertThrows(Refused.class, () -> transaction(store, random, attempt, true));
          } else {
            transaction(store, random, attempt, false);
            model = attempt;
          }
          assertEquals(model, Stores.content(store.snapshot()));
        }
        if (random.nextBoolean()) {
          store.awaitCheckpoint();
        }
      }
    }
  }
}
