package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.bytes;

import dev.gantry.store.Key;
import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.RandomFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process that KillTest kills and LockTest meets. Arguments: directory, number of writers,
/// number of the first transaction of each, whether checkpoints are plain. Each writer counts up
/// and says each acknowledged number.
final class Child {
  static final int KEYS = 20;

  private Child() {}

  static Process start(Path directory, int writers, long first, boolean plain) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            // lz4 leaves its native library there when the process is killed.
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            directory.toString(),
            Integer.toString(writers),
            Long.toString(first),
            Boolean.toString(plain))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  static BufferedReader output(Process child) {
    return child.inputReader(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws InterruptedException {
    Path directory = Path.of(args[0]);
    long first = Long.parseLong(args[2]);
    long plainBytes = Boolean.parseBoolean(args[3]) ? 1 << 20 : 0;
    DurableStore store =
        DurableStore.open(
            directory, new StoreOptions(200_000, 0, plainBytes, true), RandomFile::open);
    System.out.println("open");
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < Integer.parseInt(args[1]); writer++) {
      String name = "w" + writer;
      writers.add(Thread.ofPlatform().start(() -> count(store, name, first, System.out)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  /// Each transaction sets all keys of the writer to one number, over several pages of the log.
  private static void count(DurableStore store, String writer, long first, PrintStream out) {
    for (long number = first; ; number++) {
      byte[] value = bytes(number + " " + "x".repeat((int) (number % 700)));
      store.update(
          tx -> {
            for (int i = 0; i < KEYS; i++) {
              tx.put(Key.of(writer, "k" + i), value);
            }
          });
      out.println(writer + " " + number);
    }
  }
}
