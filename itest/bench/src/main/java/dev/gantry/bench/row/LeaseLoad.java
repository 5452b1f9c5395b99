package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.wire.Channels;
import dev.gantry.bench.wire.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Clients of one daemon that create leases, each on a connection and a thread of its own.
final class LeaseLoad implements AutoCloseable {
  private final String expires = Instant.now().plus(1, ChronoUnit.DAYS).toString();
  private final List<Client> clients = new ArrayList<>();
  private final ExecutorService threads;
  private int created; // Owned by the thread that calls rate.

  LeaseLoad(Channels channels, Daemon daemon, int count) {
    this.threads = Executors.newFixedThreadPool(count);
    for (int i = 0; i < count; i++) {
      clients.add(new Client(channels, daemon));
    }
  }

  /// @param each how many every client creates, one after the other
  /// @return leases a second
  double rate(int each) {
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      Client client = clients.get(i);
      String prefix = "bench-" + clients.size() + "-" + i + "-";
      work.add(() -> create(client, prefix, created, each));
    }
    long begin = System.nanoTime();
    try {
      for (Future<Integer> part : threads.invokeAll(work)) {
        created = part.get();
      }
    } catch (ExecutionException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      throw new Failure("interrupted", e);
    }
    return (double) clients.size() * each / ((System.nanoTime() - begin) / 1e9);
  }

  private int create(Client client, String prefix, int from, int count) {
    for (int i = from; i < from + count; i++) {
      client.createLease(prefix + i, expires);
    }
    return from + count;
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
    threads.shutdown();
  }
}
