package dev.gantry.itest.daemon;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.RemoteImageStore;
import dev.gantry.proxy.RemoteLeaseManager;
import dev.gantry.proxy.RemoteSnapshotter;
import dev.gantry.proxy.UnixChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Clients that work on a daemon without pause, over gRPC and with `ctr`, and note every call that
/// fails.
public final class Load implements AutoCloseable {
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<AtomicLong> rounds = new ArrayList<>();
  private final AtomicLong calls = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Load() {}

  /// Starts clients on connections of their own, and one that imports and deletes an image with
  /// `ctr` with both snapshotters in turn.
  public static Load start(Daemon daemon, Clients clients, int count) {
    Load load = new Load();
    for (int i = 0; i < count; i++) {
      int client = i;
      load.run("client-" + i, round -> load.round(daemon, client, round));
    }
    Path image = clients.image("hello");
    load.run("ctr", round -> load.importAndDelete(daemon, image, round));
    return load;
  }

  private interface Work {
    void round(long round);
  }

  private void run(String name, Work work) {
    AtomicLong done = new AtomicLong();
    rounds.add(done);
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  while (!stopped) {
                    try {
                      work.round(done.get());
                    } catch (GantryException | AssertionError e) {
                      failures.add(name + ": " + e.getMessage());
                    }
                    done.incrementAndGet();
                  }
                }));
  }

  private void round(Daemon daemon, int client, long round) {
    Call call = Call.DAEMON.in("load-" + client);
    String name = client + "-" + round;
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      RemoteLeaseManager leases = new RemoteLeaseManager(channel.channel());
      leases.create(call, name, Map.of());
      Call leased = call.leasedTo(name);
      Digest digest = write(new RemoteContentStore(channel.channel()), leased, name);
      new RemoteContentStore(channel.channel()).info(call, digest);
      new RemoteImageStore(channel.channel()).list(call, Filter.ALL);
      RemoteSnapshotter snapshots =
          new RemoteSnapshotter(channel.channel(), client % 2 == 0 ? "overlayfs" : "native");
      snapshots.prepare(leased, name, "", Map.of());
      snapshots.mounts(call, name);
      snapshots.remove(call, name);
      leases.delete(call, name, false);
    }
    calls.addAndGet(9);
  }

  private static Digest write(RemoteContentStore content, Call call, String name) {
    byte[] bytes = ("content of " + name).getBytes(StandardCharsets.UTF_8);
    try (ContentWriter writer = content.writer(call, new Ingest(name))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(call, new Commit(bytes.length, null, Map.of()));
    }
  }

  private void importAndDelete(Daemon daemon, Path image, long round) {
    String snapshotter = round % 2 == 0 ? "overlayfs" : "native";
    Command ctr = daemon.ctr("--namespace", "load-ctr");
    ctr.and("images", "import", "--snapshotter", snapshotter, image.toString()).run();
    ctr.and("images", "rm", "docker.io/library/hello:1").run();
    calls.addAndGet(2);
  }

  /// Waits until every client has done another whole round.
  public void awaitProgress() {
    List<Long> before = rounds.stream().map(AtomicLong::get).toList();
    for (int i = 0; i < before.size(); i++) {
      while (rounds.get(i).get() < before.get(i) + 2 && threads.get(i).isAlive()) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /// Waits until the clients have had that many more calls answered.
  public void awaitCalls(long count) {
    long goal = calls.get() + count;
    while (calls.get() < goal && threads.stream().anyMatch(Thread::isAlive)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Ends the clients.
  ///
  /// @return what failed
  public List<String> stop() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return List.copyOf(failures);
  }

  /// How many calls succeeded, about.
  public long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    stop();
  }
}
