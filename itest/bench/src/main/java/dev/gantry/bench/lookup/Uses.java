package dev.gantry.bench.lookup;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.use.Served;
import dev.gantry.registry.view.Board;
import dev.gantry.registry.view.Directory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// The way of a call through the registry: its plugin is looked up by URI among as many as a daemon
/// has, and it and the three behind it (a service, metadata, a store) are used by handles, one
/// inside of the other, each use counted in and out.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Uses {
  private static final String TYPE = "io.containerd.bench.v1";
  private static final int PLUGINS = 50;

  private final Plugins plugins = plugins();
  private final Handle<Object> service = plugins.find(TYPE + ".1").orElseThrow();
  private final Handle<Object> metadata = plugins.find(TYPE + ".2").orElseThrow();
  private final Handle<Object> store = plugins.find(TYPE + ".3").orElseThrow();

  private static Plugins plugins() {
    Board board = new Board();
    for (int i = 0; i < PLUGINS; i++) {
      PluginStatus status =
          new PluginStatus(
              TYPE,
              String.valueOf(i),
              PluginStatus.State.READY,
              "",
              List.of(),
              Meta.Told.NOTHING,
              Duration.ZERO,
              "");
      board.put(new Board.Entry(status, true, List.of(), true, i, i));
      boolean _ = board.ofUri(status.uri()).serve(new Served(status));
    }
    return new Directory(board, new Loop());
  }

  @Benchmark
  public void call(Blackhole result) {
    Handle<Object> grpc = plugins.find(TYPE + ".0").orElseThrow();
    try (Handle.Use<Object> first = grpc.open();
        Handle.Use<Object> second = service.open();
        Handle.Use<Object> third = metadata.open();
        Handle.Use<Object> fourth = store.open()) {
      result.consume(first.get());
      result.consume(second.get());
      result.consume(third.get());
      result.consume(fourth.get());
    }
  }
}
