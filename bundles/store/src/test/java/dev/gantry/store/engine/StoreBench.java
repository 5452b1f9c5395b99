package dev.gantry.store.engine;

import dev.gantry.store.Key;
import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/// Not a test: prints what this disk and this store do in a second. Argument: a directory, which
/// must not exist.
final class StoreBench {
  private static final long SECONDS = 5;

  private StoreBench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    for (int round = 0; round < 2; round++) {
      rawLog(directory.resolve("raw" + round));
      for (int threads : new int[] {1, 16, 64}) {
        writers(directory.resolve("w" + round + "-" + threads), threads);
      }
    }
    for (int entries : new int[] {1_000, 100_000, 1_000_000}) {
      large(directory.resolve("large" + entries), entries);
    }
  }

  private static double perSecond(long count, long nanos) {
    return count * 1e9 / nanos;
  }

  private static void rawLog(Path path) throws IOException {
    byte[] record = new byte[3 * 230];
    CRC32C crc = new CRC32C();
    try (DiskFile file = RandomFile.open(path)) {
      long begin = System.nanoTime();
      long count = 0;
      while (System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
        crc.reset();
        crc.update(record);
        file.write(ByteBuffer.wrap(record), count * record.length);
        file.force();
        count++;
      }
      System.out.printf("raw log: %.0f forces/s%n", perSecond(count, System.nanoTime() - begin));
    }
  }

  private static void put3(DurableStore store, Random random) {
    store.update(
        tx -> {
          for (int i = 0; i < 3; i++) {
            tx.put(Key.of("v1", "default", "k" + random.nextInt(100_000)), new byte[200]);
          }
        });
  }

  private static void writers(Path directory, int threads) throws InterruptedException {
    AtomicLong count = new AtomicLong();
    try (DurableStore store =
        DurableStore.open(directory, StoreOptions.defaults(), RandomFile::open)) {
      long begin = System.nanoTime();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Random random = new Random(i);
        writers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      while (System.nanoTime() - begin < SECONDS * 1_000_000_000L) {
                        put3(store, random);
                        count.incrementAndGet();
                      }
                    }));
      }
      for (Thread writer : writers) {
        writer.join();
      }
      System.out.printf(
          "%d writers: %.0f tx/s%n", threads, perSecond(count.get(), System.nanoTime() - begin));
    }
  }

  private static void large(Path directory, int entries) {
    StoreOptions small = new StoreOptions(1, 0, 16 << 20, true);
    try (DurableStore store = DurableStore.open(directory, small, RandomFile::open)) {
      for (int at = 0; at < entries; at += 10_000) {
        int from = at;
        store.update(
            tx -> {
              for (int i = from; i < Math.min(entries, from + 10_000); i++) {
                tx.put(Key.of("v1", "default", "k" + i), new byte[200]);
              }
            });
      }
      store.awaitCheckpoint();
      gets(store, entries);
      long begin = System.nanoTime();
      put3(store, new Random(1));
      store.awaitCheckpoint();
      System.out.printf(
          "%d entries: checkpoint %d ms%n", entries, (System.nanoTime() - begin) / 1_000_000);
    }
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      Stores.open(directory).close();
      System.out.printf(
          "%d entries: open with checkpoint %d ms%n",
          entries, (System.nanoTime() - begin) / 1_000_000);
    }
  }

  private static void gets(DurableStore store, int entries) {
    Key[] keys = new Key[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = Key.of("v1", "default", "k" + i);
    }
    Random random = new Random(5);
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      int found = 0;
      for (int i = 0; i < 1_000_000; i++) {
        if (store.snapshot().get(keys[random.nextInt(entries)]).isPresent()) {
          found++;
        }
      }
      System.out.printf(
          "%d entries: %.0f gets/s (%d found)%n",
          entries, perSecond(1_000_000, System.nanoTime() - begin), found);
    }
  }
}
