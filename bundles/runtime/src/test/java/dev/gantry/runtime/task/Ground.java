package dev.gantry.runtime.task;

import dev.gantry.api.call.Call;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Checkpoint;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.TaskIo;
import dev.gantry.api.types.TypedValue;
import dev.gantry.runtime.shim.ShimCommand;
import dev.gantry.runtime.shim.ShimEnvironment;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.ShimPrograms;
import dev.gantry.runtime.shim.Shims;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A runtime of its own in a folder, with shim doubles in its PATH.
final class Ground implements AutoCloseable {
  static final Call CALL = Call.DAEMON.in("ns");
  static final TypedValue OPTIONS =
      new TypedValue("any/thing.at.All", new byte[] {1, 2, (byte) 255});

  private final Path folder;
  private final ShimDouble doubles;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Shims shims;
  private ShimTasks tasks;

  Ground(Path folder) throws IOException {
    this.folder = folder.toRealPath();
    this.doubles = new ShimDouble(this.folder);
    this.shims = shims();
    this.tasks = open();
  }

  private Shims shims() {
    return new Shims(
        new ShimPrograms(folder),
        new ShimCommand.Daemon(
            "/d.sock",
            "/d.sock.ttrpc",
            Path.of("/bin/false"),
            false,
            new ShimEnvironment(
                Map.of("PATH", System.getenv("PATH")),
                () -> {
                  throw Fault.NOT_IMPLEMENTED.because("nothing is added");
                },
                Map.of())),
        System.err);
  }

  private ShimTasks open() throws IOException {
    return ShimTasks.open(shims, layout(), new Timeouts(configuration()), handle(new Told()));
  }

  private ShimLayout layout() {
    return new ShimLayout(folder.resolve("state"), folder.resolve("root"));
  }

  /// Knows the time limits, and nothing else.
  private static Configuration configuration() {
    return (Configuration)
        Proxy.newProxyInstance(
            Ground.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (proxy, method, words) -> {
              if (method.getName().equals("timeout")) {
                return Duration.ofSeconds(3);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static Handle<Exchange> handle(Exchange exchange) {
    return () ->
        new Handle.Use<>() {
          @Override
          public Exchange get() {
            return exchange;
          }

          @Override
          public void close() {}
        };
  }

  private final class Told implements Exchange {
    @Override
    public void publish(String namespace, Event event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(String namespace, String topic, @Nullable TypedValue event) {
      events.add(namespace + topic);
    }

    @Override
    public void forward(Envelope envelope) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Subscription subscribe(List<String> filters) {
      throw new UnsupportedOperationException();
    }
  }

  ShimTasks tasks() {
    return tasks;
  }

  ShimDouble doubles() {
    return doubles;
  }

  /// What was told in the place of shims.
  List<String> events() {
    return events;
  }

  /// As a daemon that stops and one that comes.
  void restart() throws IOException {
    tasks.close();
    shims.close();
    shims = shims();
    tasks = open();
  }

  static RuntimeTask draft(String runtime) {
    return new RuntimeTask(
        new RuntimeInfo(runtime, OPTIONS),
        new TypedValue("spec", "{}".getBytes(StandardCharsets.UTF_8)),
        List.of(),
        TaskIo.NONE,
        null,
        null);
  }

  /// Writes images.
  @FunctionalInterface
  interface Writing {
    void to(Path own) throws IOException;
  }

  static RuntimeTask restored(String runtime, Writing images) {
    RuntimeTask plain = draft(runtime);
    Checkpoint checkpoint =
        own -> {
          try {
            images.to(own);
            return own;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return new RuntimeTask(
        plain.runtime(), plain.spec(), plain.rootfs(), plain.io(), checkpoint, null);
  }

  Path bundle(String id) {
    return layout().bundle("ns", id).directory();
  }

  /// Every file and process of a task.
  List<String> left(String id) {
    List<String> left = new ArrayList<>();
    ShimLayout.Bundle bundle = layout().bundle("ns", id);
    for (Path directory : List.of(bundle.directory(), bundle.work())) {
      if (Files.exists(directory)) {
        left.add(directory.toString());
      }
    }
    processes(bundle.directory()).forEach(process -> left.add("process " + process.pid()));
    return left;
  }

  /// Those that work in a directory, which may be gone, or below it.
  Stream<ProcessHandle> processes(Path directory) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : all) {
        if (workplace(process).startsWith(directory)) {
          ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.stream();
  }

  private static Path workplace(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd"));
    } catch (IOException e) {
      return Path.of("/");
    }
  }

  @Override
  public void close() {
    tasks.close();
    shims.close();
    processes(folder).forEach(ProcessHandle::destroyForcibly);
  }
}
