package dev.gantry.itest.daemon;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Subscription;
import dev.gantry.proxy.RemoteExchange;
import dev.gantry.proxy.UnixChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final AtomicLong events = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private final UnixChannel listening;
  private final Subscription subscription;
  private final Thread listener;

  private Load(Daemon daemon) {
    listening = UnixChannel.open(daemon.socket());
    subscription =
        new RemoteExchange(listening.channel()).subscribe(List.of("topic==\"/load/round\""));
    listener = Thread.ofPlatform().name("events").start(this::follow);
  }

  /// Starts clients on connections of their own, each of which calls every service but diff, one
  /// that makes and unpacks layers, one that follows events, and one that imports and deletes an
  /// image with `ctr`; all with both snapshotters in turn.
  public static Load start(Daemon daemon, Clients clients, int count) {
    Load load = new Load(daemon);
    for (int i = 0; i < count; i++) {
      int client = i;
      load.run("client-" + i, round -> load.round(daemon, client, round));
    }
    load.run("diff", round -> load.diff(daemon, round));
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
    String name = client + "-" + round;
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      calls.addAndGet(services(channel, "load-" + client, name, client).all());
    }
  }

  private void diff(Daemon daemon, long round) {
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      calls.addAndGet(services(channel, "load-diff", "diff-" + round, round).diff());
    }
  }

  private static Services services(
      UnixChannel channel, String namespace, String name, long number) {
    return new Services(
        namespace, channel.channel(), name, number % 2 == 0 ? "overlayfs" : "native");
  }

  /// Follows what the clients tell; the stream must outlive whatever is replaced.
  private void follow() {
    try {
      Optional<Envelope> next = subscription.next();
      while (next.isPresent()) {
        events.incrementAndGet();
        next = subscription.next();
      }
      if (!stopped) {
        failures.add("events: the stream ended");
      }
    } catch (GantryException e) {
      failures.add("events: " + e.getMessage());
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
    if (!stopped && events.get() == 0) {
      failures.add("events: none came");
    }
    stopped = true;
    threads.forEach(Load::join);
    subscription.close();
    join(listener);
    listening.close();
    return List.copyOf(failures);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
